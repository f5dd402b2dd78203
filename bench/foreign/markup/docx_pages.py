"""Whole Word documents, built with python-docx in several ways."""

from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable

from bench.foreign.markup.docx_cells import wrap_in_text_box, write_cell_text, write_text
from bench.foreign.report import (
    DraftCell,
    DraftParagraph,
    DraftReport,
    Table,
    count_columns,
    place_cells,
)

BOX_ROWS = 18


@dataclass(frozen=True)
class WordStyle:
    """How the document is built: split runs, tracked changes, tables nested or in a text box."""

    is_split: bool = False
    is_tracked: bool = False
    is_nested: bool = False
    has_text_boxes: bool = False
    uses_headings: bool = True


def write_word(report: DraftReport, style: WordStyle) -> bytes:
    """The bytes of a docx file."""
    document = Document()
    font = document.styles["Normal"].font
    font.name, font.size = "Noto Sans CJK SC", Pt(11)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for block in report.blocks:
        if isinstance(block, DraftParagraph):
            _add_paragraph(document, block, style)
        else:
            _add_table(document, block, style)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_paragraph(document: WordDocument, block: DraftParagraph, style: WordStyle) -> None:
    if block.role == "title":
        paragraph = document.add_paragraph(style="Title" if style.uses_headings else None)
        size = 20.0
    elif block.role == "heading":
        paragraph = document.add_heading(level=1) if style.uses_headings else document.add_paragraph()
        size = 15.0
    else:
        paragraph, size = document.add_paragraph(), 11.0
    if block.role == "sign":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.role in ("title", "source"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_text(paragraph, block.text, style.is_split, size)


def _add_table(document: WordDocument, block: Table, style: WordStyle) -> None:
    if style.is_nested:
        outer = document.add_table(1, 1)
        inner = outer.cell(0, 0).add_table(len(block.rows), count_columns(block))
        inner.style = "Table Grid"
        _fill_table(inner, block, style)
        return
    table = document.add_table(len(block.rows), count_columns(block), style="Table Grid")
    _fill_table(table, block, style)
    if style.has_text_boxes and len(block.rows) <= BOX_ROWS:
        element = table._tbl
        element.getparent().remove(element)
        paragraph = document.add_paragraph()
        spare = document.add_paragraph()._p
        spare.getparent().remove(spare)
        wrap_in_text_box(paragraph.add_run(), [element, spare])


def _fill_table(table: WordTable, block: Table, style: WordStyle) -> None:
    width = count_columns(block)
    cells = table._cells
    for number, (row, column, cell) in enumerate(place_cells(block)):
        target = cells[row * width + column]
        if cell.rows > 1 or cell.columns > 1:
            last = cells[(row + cell.rows - 1) * width + column + cell.columns - 1]
            target = target.merge(last)
        paragraph = target.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write_cell_text(paragraph, cell, style.is_split, _find_old_value(cell, number, style))
    for row in range(block.head_rows):
        properties = table.rows[row]._tr.get_or_add_trPr()
        mark = properties.makeelement(qn("w:tblHeader"), {})
        properties.append(mark)


def _find_old_value(cell: DraftCell, number: int, style: WordStyle) -> str:
    if not style.is_tracked or not cell.key or number % 7 or not cell.text.isdecimal():
        return ""
    return str(int(cell.text) + 4)
