"""Tables that a page break cut, made one again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.model import Cell
from archive.readers.paragraphs import opens_afresh

_NUMBER = re.compile(r"[-+−]?[\d,，.\s]*\d\s*(?:[万亿]?元|[件项])?|[-—/\\]")
# With fewer value columns a blank row at the top of a page cannot be told from the rest of a cut one.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a table on one page."""

    top: float
    page: int
    cells: tuple[Cell, ...]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max(cell.column + cell.colspan for cell in self.cells)


def glued(fragments: Sequence[Fragment]) -> Iterator[list[Cell]]:
    """Tables of a run of fragments without text between: one on the next page with as many columns goes on.

    A row that the page break cut is made one: its label goes on below, its values stand on either side.
    """
    table: list[Cell] = []
    last: Fragment | None = None
    for fragment in fragments:
        if last is None:
            table = list(fragment.cells)
        elif fragment.page == last.page + 1 and fragment.columns == last.columns:
            table = _joined(table, list(fragment.cells))
        else:
            yield table
            table = list(fragment.cells)
        last = fragment
    if table:
        yield table


def _joined(table: list[Cell], below: list[Cell]) -> list[Cell]:
    values = _value_columns(table)
    row = max(cell.row for cell in table)
    if _is_cut(_in_row(table, row), _in_row(below, 0), values):
        return _merged(table, below, row)
    spanning, below = _carried(table, below)
    rows = _height(table)
    return spanning + [replace(cell, row=cell.row + rows) for cell in below]


def _height(table: Sequence[Cell]) -> int:
    return max(cell.row + cell.rowspan for cell in table)


def _in_row(cells: Sequence[Cell], row: int) -> list[Cell]:
    return [cell for cell in cells if cell.row == row]


def _value_columns(table: Sequence[Cell]) -> frozenset[int]:
    """The columns in which numbers stand, from the first that holds them to the last."""
    numeric = [cell.column for cell in table if _NUMBER.fullmatch(cell.text)]
    return frozenset(range(min(numeric), max(numeric) + 1)) if numeric else frozenset()


def _is_cut(upper: Sequence[Cell], lower: Sequence[Cell], values: frozenset[int]) -> bool:
    """Whether the rows are halves of one: only one has values, and the lower label opens nothing new."""
    if len(values) < _ENOUGH:
        return False
    labels = [cell.text for cell in lower if cell.text and cell.column not in values]
    has_values = [any(cell.text for cell in row if cell.column in values) for row in (upper, lower)]
    return has_values[0] != has_values[1] and not any(map(opens_afresh, labels))


def _merged(table: list[Cell], below: list[Cell], row: int) -> list[Cell]:
    """`table` with the first row of `below` added to its last, label to label and value to value."""
    rest = {cell.column: cell.text for cell in below if cell.row == 0 and cell.text}
    whole = [
        replace(cell, text=cell.text + rest.pop(cell.column))
        if cell.row + cell.rowspan > row and cell.column in rest
        else cell
        for cell in table
    ]
    whole += [replace(cell, row=row) for cell in below if cell.row == 0 and cell.column in rest]
    rows = _height(table) - 1
    return whole + [replace(cell, row=cell.row + rows) for cell in below if cell.row > 0]


def _carried(table: list[Cell], below: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Labels that span rows on both pages: the empty cells that open the next page are theirs."""
    rows = _height(table)
    blanks: dict[tuple[int, int], Cell] = {}
    for cell in _in_row(below, 0):
        if cell.text:
            break
        blanks[cell.column, cell.colspan] = cell
    carried = {
        (cell.column, cell.colspan)
        for cell in table
        if cell.row + cell.rowspan == rows and cell.text and not _NUMBER.fullmatch(cell.text)
    } & set(blanks)
    longer = [
        replace(cell, rowspan=cell.rowspan + blanks[cell.column, cell.colspan].rowspan)
        if cell.row + cell.rowspan == rows and (cell.column, cell.colspan) in carried
        else cell
        for cell in table
    ]
    return longer, [cell for cell in below if cell.row > 0 or (cell.column, cell.colspan) not in carried]
