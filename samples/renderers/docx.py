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

from samples.reports.report import SampleReport
from samples.reports.table_layout import Box, Sheet

# A zip entry cannot be older; python-docx stamps each entry with the time of writing.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

# Width between the margins, in twentieths of a point.
_ROOM = 8_640
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)


def render(report: SampleReport) -> bytes:
    """The report as .docx: title, preamble, six sections, three tables, signature."""
    outline = report.outline
    document = Document()
    _properties(document, report)
    _line(document, outline.title, size=18).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _prose(document, outline.front)
    for part in outline.parts:
        _line(document, part.heading, bold=True)
        _prose(document, part.lines)
        if part.sheet:
            _table(document, part.sheet)
    for text in outline.signature:
        _line(document, text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    written = io.BytesIO()
    document.save(written)
    return _timeless(written.getvalue())


def _properties(document: DocxDocument, report: SampleReport) -> None:
    properties = document.core_properties
    properties.author = report.agency.name
    properties.title = report.title
    properties.created = properties.modified = datetime.combine(report.published, time(9))
    properties.revision = 1


def _prose(document: DocxDocument, lines: Iterable[str]) -> None:
    for paragraph in lines:
        _line(document, paragraph).paragraph_format.first_line_indent = Pt(28)


def _line(document: DocxDocument, text: str, size: int = 14, bold: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)
    return paragraph


def _table(document: DocxDocument, sheet: Sheet) -> None:
    """The table as Word writes it: `gridSpan` across, `vMerge` down with empty cells below the first."""
    rows: list[dict[int, str]] = [{} for _ in sheet.lines]
    for row, column, box in sheet.places():
        rows[row][column] = _cell(box, '<w:vMerge w:val="restart"/>' if box.rowspan > 1 else "", box.text)
        for below in range(row + 1, row + box.rowspan):
            rows[below][column] = _cell(box, "<w:vMerge/>", "")
    lines = "".join(f"<w:tr>{''.join(cells[column] for column in sorted(cells))}</w:tr>" for cells in rows)
    columns = f'<w:gridCol w:w="{_ROOM // sheet.width}"/>' * sheet.width
    width = f'<w:tblW w:w="{_ROOM}" w:type="dxa"/>'
    properties = f"<w:tblPr>{width}<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>")
    document.add_paragraph()._p.addprevious(table)


def _cell(box: Box, merge: str, text: str) -> str:
    span = f'<w:gridSpan w:val="{box.colspan}"/>' if box.colspan > 1 else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(line)}</w:p>' for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _run(text: str) -> str:
    if not text:
        return ""
    return f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>{escape(text, quote=False)}</w:t></w:r>'


def _timeless(data: bytes) -> bytes:
    """The same package with every entry dated alike."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return result.getvalue()
