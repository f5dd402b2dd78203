"""A report as a Word file: real tables with merged cells, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from html import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from samples.reports import SampleCell, SampleReport, SampleTable

# A zip entry cannot be older; python-docx stamps each entry with the time of writing.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

# Width between the margins, in twentieths of a point.
_TEXT_WIDTH_TWIPS = 8_640
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)


def render(report: SampleReport) -> bytes:
    """The report as .docx: title, preamble, six sections, three tables, signature."""
    outline = report.outline
    document = Document()
    _set_properties(document, report)
    _add_line(document, outline.title, size=18).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_paragraphs(document, outline.front_matter)
    for part in outline.parts:
        _add_line(document, part.heading, bold=True)
        _add_paragraphs(document, part.paragraphs)
        if part.table:
            _add_table(document, part.table)
    for text in outline.signature:
        _add_line(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _set_properties(document: DocxDocument, report: SampleReport) -> None:
    properties = document.core_properties
    properties.author = report.agency.name
    properties.title = report.title
    properties.created = properties.modified = datetime.combine(report.published, time(9))
    properties.revision = 1


def _add_paragraphs(document: DocxDocument, lines: Iterable[str]) -> None:
    for paragraph in lines:
        _add_line(document, paragraph).paragraph_format.first_line_indent = Pt(28)


def _add_line(document: DocxDocument, text: str, size: int = 14, bold: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)
    return paragraph


def _add_table(document: DocxDocument, sample_table: SampleTable) -> None:
    """The table as Word writes it: `gridSpan` across, `vMerge` down with empty cells below the first."""
    rows: list[dict[int, str]] = [{} for _ in sample_table.rows]
    for row, column, cell in sample_table.positioned_cells():
        rows[row][column] = _cell_xml(
            cell, '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else "", cell.text
        )
        for below in range(row + 1, row + cell.rowspan):
            rows[below][column] = _cell_xml(cell, "<w:vMerge/>", "")
    lines = "".join(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>" for cells in rows)
    columns = f'<w:gridCol w:w="{_TEXT_WIDTH_TWIPS // sample_table.width}"/>' * sample_table.width
    width = f'<w:tblW w:w="{_TEXT_WIDTH_TWIPS}" w:type="dxa"/>'
    properties = f"<w:tblPr>{width}<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>")
    document.add_paragraph()._p.addprevious(table)


def _cell_xml(cell: SampleCell, merge: str, text: str) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run_xml(line)}</w:p>' for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _run_xml(text: str) -> str:
    if not text:
        return ""
    return f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>{escape(text, quote=False)}</w:t></w:r>'


def _with_fixed_dates(data: bytes) -> bytes:
    """The same package with one fixed date for all entries."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return result.getvalue()
