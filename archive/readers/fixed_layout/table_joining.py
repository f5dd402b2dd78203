"""Tables that a page break cut, made one again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.model import Cell
from archive.readers.common import starts_list_item

_VALUE = re.compile(r"[-+−]?[\d,，.\s]*\d\s*(?:[万亿]?元|[件项])?|[-—/\\]")
# With fewer value columns a blank row at the top of a page looks like the rest of a cut one: then only a
# label that had no room left where it was cut goes on below.
_MIN_VALUE_COLUMNS = 4
# In points: the two parts of a table are drawn anew on each page.
_EDGE_TOLERANCE_POINTS = 3.0


@dataclass(frozen=True, slots=True)
class TableFragment:
    """The part of a table on one page; see `Region`. `right` is where its last column ends."""

    top: float
    page: int
    cells: tuple[Cell, ...]
    lefts: tuple[float, ...]
    right: float
    full_cells: frozenset[tuple[int, int]] = frozenset()


def join_split_tables(fragments: Sequence[TableFragment]) -> Iterator[list[Cell]]:
    """Tables of a run of fragments without text between: one on the next page of the same width goes on.

    A row that the page break cut is made one: its label goes on below, its values stand on either side.
    """
    table: TableFragment | None = None
    for fragment in fragments:
        if table is not None and _continues(table, fragment):
            upper, lower = _align_columns(table, fragment)
            table = _join_fragments(upper, lower)
            continue
        if table is not None:
            yield list(table.cells)
        table = fragment
    if table is not None:
        yield list(table.cells)


def _continues(upper: TableFragment, lower: TableFragment) -> bool:
    return (
        lower.page == upper.page + 1
        and abs(upper.lefts[0] - lower.lefts[0]) < _EDGE_TOLERANCE_POINTS
        and abs(upper.right - lower.right) < _EDGE_TOLERANCE_POINTS
    )


def _align_columns(upper: TableFragment, lower: TableFragment) -> tuple[TableFragment, TableFragment]:
    """Both parts with the columns of either: table 2 has other columns in each of its blocks."""
    lefts = list(upper.lefts)
    lefts += [
        left for left in lower.lefts if not any(abs(left - one) < _EDGE_TOLERANCE_POINTS for one in lefts)
    ]
    lefts.sort()
    return _remap_columns(upper, lefts), _remap_columns(lower, lefts)


def _remap_columns(part: TableFragment, lefts: Sequence[float]) -> TableFragment:
    places = [
        min(range(len(lefts)), key=lambda place, left=left: abs(lefts[place] - left))  # type: ignore[misc]
        for left in part.lefts
    ] + [len(lefts)]
    cells = tuple(
        cell._replace(
            column=places[cell.column],
            colspan=places[cell.column + cell.colspan] - places[cell.column],
        )
        for cell in part.cells
    )
    full = frozenset((row, places[column]) for row, column in part.full_cells)
    return replace(part, cells=cells, lefts=tuple(lefts), full_cells=full)


def _join_fragments(table: TableFragment, below: TableFragment) -> TableFragment:
    row = max(cell.row for cell in table.cells)
    if _is_row_cut(table, _cells_in_row(table.cells, row), _cells_in_row(below.cells, 0)):
        cells = _merge_cut_row(table.cells, below.cells, row)
        moved = _row_count(table.cells) - 1
    else:
        spanning, rest = _extend_spanning_labels(table.cells, below.cells)
        moved = _row_count(table.cells)
        cells = spanning + [cell._replace(row=cell.row + moved) for cell in rest]
    full = table.full_cells | {(row + moved, column) for row, column in below.full_cells}
    return replace(table, page=below.page, cells=tuple(cells), full_cells=full)


def _row_count(table: Iterable[Cell]) -> int:
    return max(cell.row + cell.rowspan for cell in table)


def _cells_in_row(cells: Iterable[Cell], row: int) -> list[Cell]:
    return [cell for cell in cells if cell.row == row]


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None


def _value_columns(table: Iterable[Cell]) -> frozenset[int]:
    """The columns in which numbers stand, from the first that holds them to the last."""
    numeric = [cell.column for cell in table if _is_value(cell.text)]
    return frozenset(range(min(numeric), max(numeric) + 1)) if numeric else frozenset()


def _is_row_cut(table: TableFragment, upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether the rows are halves of one: at most one has values, and the lower label opens nothing new."""
    values = _value_columns(table.cells)
    labels = [cell for cell in lower if cell.text and not _is_value(cell.text)]
    if any(starts_list_item(cell.text) for cell in labels):
        return False
    if _label_continues(table, upper, labels):
        return not any(_is_value(cell.text) for cell in lower) or not any(
            _is_value(cell.text) for cell in upper
        )
    if len({cell.column for cell in upper if cell.column in values}) < _MIN_VALUE_COLUMNS:
        return False
    has_values = [any(cell.text for cell in row if cell.column in values) for row in (upper, lower)]
    return has_values[0] != has_values[1]


def _label_continues(table: TableFragment, upper: Sequence[Cell], labels: Sequence[Cell]) -> bool:
    """Whether each label of the lower row stands under one that had no room left, cell under cell."""
    above = {(cell.column, cell.colspan): cell for cell in upper if cell.text}
    return bool(labels) and all(
        (cell.column, cell.colspan) in above
        and (above[cell.column, cell.colspan].row, cell.column) in table.full_cells
        and not _is_value(above[cell.column, cell.colspan].text)
        for cell in labels
    )


def _merge_cut_row(table: Sequence[Cell], below: Sequence[Cell], row: int) -> list[Cell]:
    """`table` with the first row of `below` added to its last, label to label and value to value."""
    rest = {cell.column: cell.text for cell in below if cell.row == 0 and cell.text}
    whole = [
        cell._replace(text=cell.text + rest.pop(cell.column))
        if cell.row + cell.rowspan > row and cell.column in rest
        else cell
        for cell in table
    ]
    whole += [cell._replace(row=row) for cell in below if cell.row == 0 and cell.column in rest]
    rows = _row_count(table) - 1
    return whole + [cell._replace(row=cell.row + rows) for cell in below if cell.row > 0]


def _extend_spanning_labels(table: Sequence[Cell], below: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Labels that span rows on both pages: the empty cells that open the next page are theirs."""
    rows = _row_count(table)
    blanks: dict[tuple[int, int], Cell] = {}
    for cell in _cells_in_row(below, 0):
        if cell.text:
            break
        blanks[cell.column, cell.colspan] = cell
    carried = {
        (cell.column, cell.colspan)
        for cell in table
        if cell.row + cell.rowspan == rows and cell.text and not _is_value(cell.text)
    } & set(blanks)
    longer = [
        cell._replace(rowspan=cell.rowspan + blanks[cell.column, cell.colspan].rowspan)
        if cell.row + cell.rowspan == rows and (cell.column, cell.colspan) in carried
        else cell
        for cell in table
    ]
    return longer, [cell for cell in below if cell.row > 0 or (cell.column, cell.colspan) not in carried]
