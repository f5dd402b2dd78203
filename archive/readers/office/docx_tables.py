"""Word tables as placed cells: gridSpan gives columns, vMerge rows, and gridBefore what a row leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive.model import Cell
from archive.readers.common import MAX_COLUMNS, MAX_ROWS, stated_span
from archive.readers.office.docx_text import WRAPPER_TAGS, W, paragraph_lines

_CELL_PROPERTIES, _GRID_SPAN, _VERTICAL_MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_DELETED_ROW = f"{W}trPr/{W}del"
_PARAGRAPH = W + "p"


@dataclass(slots=True)
class _OpenCell:
    """A cell that rows below may still continue."""

    text: str
    row: int
    column: int
    colspan: int
    rowspan: int = 1

    def to_cell(self) -> Cell:
        return Cell(self.text, self.row, self.column, self.rowspan, self.colspan)


def is_layout_table(table: etree._Element) -> bool:
    """Whether the table mostly holds other tables."""
    inner = sum(1 for _ in table.iterfind(f".//{W}tbl//{W}tc"))
    if not inner:
        return False
    return inner >= sum(1 for _ in table.iterfind(f".//{W}tc")) - inner


def table_cells(table: etree._Element) -> list[Cell]:
    """The cells of a table, each where it starts, vertically merged ones made one."""
    cells: list[_OpenCell] = []
    above: dict[int, _OpenCell] = {}
    for number, row in enumerate(_rows(table)):
        below: dict[int, _OpenCell] = {}
        for column, colspan, continues, cell in _placed_cells(row):
            merged = above.get(column) if continues else None
            if merged is not None:
                merged.rowspan += 1
            else:
                merged = _OpenCell(_cell_text(cell), number, column, colspan)
                cells.append(merged)
            below[column] = merged
        above = below
    return [cell.to_cell() for cell in cells]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of the table itself, deleted ones left out."""
    rows = (row for row in _own_children(table, W + "tr") if row.find(_DELETED_ROW) is None)
    return islice(rows, MAX_ROWS)


def _own_children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a tag that are the element's own: right below it, or below a wrapper."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPER_TAGS:
            yield from _own_children(child, tag)


def _placed_cells(row: etree._Element) -> Iterator[tuple[int, int, bool, etree._Element]]:
    """The cells of a row: the grid column where each starts, how many it covers, whether it goes on."""
    column = _span_value(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _own_children(row, W + "tc"):
        if column >= MAX_COLUMNS:
            return
        stated, continues = _span_properties(cell)
        colspan = max(1, min(stated, MAX_COLUMNS - column))
        yield column, colspan, continues, cell
        column += colspan


def _span_value(element: etree._Element | None, default: int) -> int:
    return default if element is None else stated_span(element.get(W + "val"))


def _span_properties(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell states, and whether it is the lower part of one that starts above.

    vMerge without a value means so.
    """
    columns, continues = 1, False
    properties = cell.find(_CELL_PROPERTIES)
    for one in () if properties is None else properties:
        if one.tag == _GRID_SPAN:
            columns = _span_value(one, 1)
        elif one.tag == _VERTICAL_MERGE:
            continues = one.get(W + "val", "continue") == "continue"
    return columns, continues


def _cell_text(cell: etree._Element) -> str:
    return "\n".join(line for paragraph in cell.iter(_PARAGRAPH) for line in paragraph_lines(paragraph))
