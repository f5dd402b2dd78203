"""Word tables as placed cells: gridSpan gives columns, vMerge rows, and gridBefore what a row leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive.model import Cell
from archive.readers.common.spans import MOST_COLUMNS, MOST_ROWS, stated_span
from archive.readers.office.docx_text import WRAPPERS, W, lines_of

_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_DELETED = f"{W}trPr/{W}del"
_PARAGRAPH = W + "p"


@dataclass(slots=True)
class _Open:
    """A cell that rows below may still continue."""

    text: str
    row: int
    column: int
    colspan: int
    rowspan: int = 1

    def closed(self) -> Cell:
        return Cell(self.text, self.row, self.column, self.rowspan, self.colspan)


def is_layout(table: etree._Element) -> bool:
    """Whether the table mostly holds other tables."""
    inner = sum(1 for _ in table.iterfind(f".//{W}tbl//{W}tc"))
    if not inner:
        return False
    return inner >= sum(1 for _ in table.iterfind(f".//{W}tc")) - inner


def table_cells(table: etree._Element) -> list[Cell]:
    """The cells of a table, each where it starts, vertically merged ones made one."""
    cells: list[_Open] = []
    above: dict[int, _Open] = {}
    for number, row in enumerate(_rows(table)):
        below: dict[int, _Open] = {}
        for column, colspan, continues, cell in _columns(row):
            merged = above.get(column) if continues else None
            if merged is not None:
                merged.rowspan += 1
            else:
                merged = _Open(_text(cell), number, column, colspan)
                cells.append(merged)
            below[column] = merged
        above = below
    return [cell.closed() for cell in cells]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of the table itself, deleted ones left out."""
    rows = (row for row in _below(table, W + "tr") if row.find(_DELETED) is None)
    return islice(rows, MOST_ROWS)


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a tag that are the element's own: right below it, or below a wrapper."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _below(child, tag)


def _columns(row: etree._Element) -> Iterator[tuple[int, int, bool, etree._Element]]:
    """The cells of a row: the grid column where each starts, how many it covers, whether it goes on."""
    column = _stated(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _below(row, W + "tc"):
        if column >= MOST_COLUMNS:
            return
        stated, continues = _properties(cell)
        colspan = max(1, min(stated, MOST_COLUMNS - column))
        yield column, colspan, continues, cell
        column += colspan


def _stated(element: etree._Element | None, otherwise: int) -> int:
    return otherwise if element is None else stated_span(element.get(W + "val"))


def _properties(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell states, and whether it is the lower part of one that starts above.

    vMerge without a value means so.
    """
    columns, continues = 1, False
    properties = cell.find(_PROPERTIES)
    for one in () if properties is None else properties:
        if one.tag == _SPAN:
            columns = _stated(one, 1)
        elif one.tag == _MERGE:
            continues = one.get(W + "val", "continue") == "continue"
    return columns, continues


def _text(cell: etree._Element) -> str:
    return "\n".join(line for paragraph in cell.iter(_PARAGRAPH) for line in lines_of(paragraph))
