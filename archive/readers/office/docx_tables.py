"""Converts Word tables to cells: gridSpan sets columns, vMerge rows, gridBefore skips columns of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archive.model import OBJECT_CHARACTER, Cell
from archive.readers.common import MAX_COLUMNS, check_rows, stated_span
from archive.readers.office.docx_text import FALLBACK, WRAPPER_TAGS, W, paragraph_lines

_CELL_PROPERTIES, _GRID_SPAN, _VERTICAL_MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_UNSEEN_ROW_MARKS = (f"{W}trPr/{W}del", f"{W}trPr/{W}hidden")
_PARAGRAPH, _FIELD_CODE = W + "p", W + "instrText"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# A floating picture is a seal or a line across the page; only a picture in the line is content of its cell.
_INLINE_DRAWING = _DRAWING + "inline"
_OBJECT_TAGS = (W + "object", W + "pict")
_PICTURE, _OLD_PICTURE = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_MAX_SPACER_EMU = 2 * 9525
# Width and height of the smallest picture that may be a table: a third of the width of a page, half an inch.
_MIN_TABLE_EMU = (2_500_000, 457_200)
_EMU_BY_UNIT = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}


@dataclass(slots=True)
class _OpenCell:
    """A cell that the next rows may still continue."""

    text: str
    row: int
    column: int
    colspan: int
    rowspan: int = 1

    def to_cell(self) -> Cell:
        return Cell(self.text, self.row, self.column, self.rowspan, self.colspan)


def is_layout_table(table: etree._Element) -> bool:
    """Return whether at least half of the table's cells belong to tables inside it."""
    inner_count = sum(1 for _ in table.iterfind(f".//{W}tbl//{W}tc"))
    if not inner_count:
        return False
    return inner_count >= sum(1 for _ in table.iterfind(f".//{W}tc")) - inner_count


def table_cells(table: etree._Element) -> list[Cell]:
    """Return the cells of a table with their spans; vertically merged cells become one."""
    cells: list[_OpenCell] = []
    cells_above: dict[int, _OpenCell] = {}
    for number, row in enumerate(_rows(table)):
        cells_here: dict[int, _OpenCell] = {}
        for column, colspan, continues, cell in _placed_cells(row):
            merged = cells_above.get(column) if continues else None
            if merged is not None:
                merged.rowspan += 1
            else:
                merged = _OpenCell(_cell_text(cell), number, column, colspan)
                cells.append(merged)
            cells_here[column] = merged
        cells_above = cells_here
    return [cell.to_cell() for cell in cells]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the table's own rows, without deleted and hidden ones."""
    rows = (
        row
        for row in _own_children(table, W + "tr")
        if all(row.find(mark) is None for mark in _UNSEEN_ROW_MARKS)
    )
    for number, row in enumerate(rows):
        check_rows(number)
        yield row


def _own_children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children with the tag, including those inside a wrapper."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPER_TAGS:
            yield from _own_children(child, tag)


def _placed_cells(row: etree._Element) -> Iterator[tuple[int, int, bool, etree._Element]]:
    """Yield the cells of a row: first grid column, colspan, whether it continues the cell above, element."""
    column = _span_value(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _own_children(row, W + "tc"):
        stated_columns, continues = _span_properties(cell)
        colspan = max(1, min(stated_columns, MAX_COLUMNS - column))
        yield column, colspan, continues, cell
        column += colspan


def _span_value(element: etree._Element | None, default: int) -> int:
    return default if element is None else stated_span(element.get(W + "val"))


def _span_properties(cell: etree._Element) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it continues the cell above.

    vMerge without a value means that it does.
    """
    columns, continues = 1, False
    properties = cell.find(_CELL_PROPERTIES)
    for item in () if properties is None else properties:
        if item.tag == _GRID_SPAN:
            columns = _span_value(item, 1)
        elif item.tag == _VERTICAL_MERGE:
            continues = item.get(W + "val", "continue") == "continue"
    return columns, continues


def _cell_text(cell: etree._Element) -> str:
    paragraphs = list(cell.iter(_PARAGRAPH))
    if len(paragraphs) > 1:
        paragraphs = [part for part in paragraphs if next(part.iterancestors(FALLBACK), None) is None]
    text = "\n".join(line for paragraph in paragraphs for line in paragraph_lines(paragraph))
    return text or _object_text(cell)


def _object_text(cell: etree._Element) -> str:
    """Return the object character for a cell with a picture, an embedded object or a field without result."""
    if next(cell.iter(*_OBJECT_TAGS), None) is not None:
        return OBJECT_CHARACTER
    if any((code.text or "").strip() for code in cell.iter(_FIELD_CODE)):
        return OBJECT_CHARACTER
    pictures = [inline for inline in cell.iter(_INLINE_DRAWING) if not _is_tiny(inline)]
    if not pictures:
        return ""
    descriptions = (
        item.get("descr", "") for picture in pictures for item in picture.iter(_DRAWING + "docPr")
    )
    return OBJECT_CHARACTER + "".join(filter(str.isdecimal, map(str.strip, descriptions)))


def shows_table_picture(paragraph: etree._Element) -> bool:
    """Return whether a paragraph has a picture that is large enough to be a table."""
    for picture in paragraph.iter(_PICTURE, _OLD_PICTURE):
        around = picture.iterancestors(_DRAWING + "inline", _DRAWING + "anchor", *_OBJECT_TAGS, _PARAGRAPH)
        if any(_is_table_size(*size) for size in _stated_sizes(next(around, picture), picture)):
            return True
    return False


def _stated_sizes(drawing: etree._Element, picture: etree._Element) -> Iterator[tuple[int, int]]:
    """Yield width and height of a drawing in EMU as new and old programs state them."""
    extent = drawing.find(_DRAWING + "extent")
    if extent is not None:
        width, height = extent.get("cx", ""), extent.get("cy", "")
        yield int(width) if width.isdecimal() else 0, int(height) if height.isdecimal() else 0
    shape = picture.getparent()
    style = "" if shape is None else shape.get("style", "")
    yield _stated_emu(style, "width"), _stated_emu(style, "height")


def _is_table_size(width: int, height: int) -> bool:
    return width >= _MIN_TABLE_EMU[0] and height >= _MIN_TABLE_EMU[1]


def _stated_emu(style: str, name: str) -> int:
    """Return a length in the style of a shape of old Word documents, 0 if it is not stated."""
    match = re.search(rf"(?:^|;)\s*{name}\s*:\s*(\d{{1,5}}(?:\.\d{{1,5}})?)\s*(pt|in|cm|mm|px)", style)
    return round(float(match[1]) * _EMU_BY_UNIT[match[2]]) if match else 0


def _is_tiny(picture: etree._Element) -> bool:
    """Return whether a picture is at most two pixels high or wide: a spacer."""
    extent = picture.find(_DRAWING + "extent")
    sizes = () if extent is None else (extent.get("cx", ""), extent.get("cy", ""))
    return any(size.isdecimal() and int(size) <= _MAX_SPACER_EMU for size in sizes)
