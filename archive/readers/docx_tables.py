"""Word tables as placed cells: gridSpan gives columns, vMerge rows, and gridBefore what a row leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive.model import Cell
from archive.readers.docx_text import WRAPPERS, W, lines_of
from archive.readers.spans import MOST_COLUMNS, MOST_ROWS, stated_span

_PROPERTIES, _SPAN, _MERGE = W + "tcPr", W + "gridSpan", W + "vMerge"
_DELETED = f"{W}trPr/{W}del"


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
        for column, colspan, cell in _columns(row):
            merged = above.get(column) if _continues(cell) else None
            if merged is not None:
                merged.rowspan += 1
            else:
                merged = _Open("\n".join(_lines(cell)), number, column, colspan)
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


def _columns(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a row with the grid column where each starts, and how many it covers."""
    column = _stated(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in _below(row, W + "tc"):
        if column >= MOST_COLUMNS:
            return
        properties = cell.find(_PROPERTIES)
        span = None if properties is None else properties.find(_SPAN)
        colspan = max(1, min(_stated(span, 1), MOST_COLUMNS - column))
        yield column, colspan, cell
        column += colspan


def _stated(element: etree._Element | None, otherwise: int) -> int:
    return otherwise if element is None else stated_span(element.get(W + "val"))


def _continues(cell: etree._Element) -> bool:
    """Whether the cell is the lower part of one that starts above: vMerge without a value means so."""
    properties = cell.find(_PROPERTIES)
    merge = None if properties is None else properties.find(_MERGE)
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _lines(cell: etree._Element) -> Iterator[str]:
    for paragraph in cell.iter(W + "p"):
        yield from lines_of(paragraph)
