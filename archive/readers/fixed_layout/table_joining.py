"""Joins tables that a page break has split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from archive.model import Cell
from archive.readers.common import starts_list_item
from archive.readers.fixed_layout.ruled_tables import TableRegion

_VALUE = re.compile(r"[-+−]?[\d,，.\s]*\d\s*(?:[万亿]?元|[件项])?|[-—/\\]")
# With fewer value columns a blank row at the top of a page looks like the rest of a split row: then rows are
# joined only if the label filled its cell on the page before.
_MIN_VALUE_COLUMNS = 4
# The parts of a table are drawn separately on each page and may differ by this much.
_EDGE_TOLERANCE_POINTS = 3.0
# No table of a report has more cells; in an annex only the last rows are looked at to join the next page.
_MAX_OPEN_CELLS = 3000


@dataclass(frozen=True, slots=True)
class TableFragment:
    """The part of a table on one page, as in `TableRegion`; `right` is the right edge of its last column."""

    top: float
    page: int
    cells: tuple[Cell, ...]
    lefts: tuple[float, ...]
    right: float
    full_cells: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def from_region(cls, region: TableRegion, page: int, top: float) -> TableFragment:
        """Return a table that was found on a page, where it begins at `top`."""
        return cls(top, page, region.cells, region.lefts, region.x1, region.full_cells)


def join_split_tables(fragments: Sequence[TableFragment]) -> Iterator[list[Cell]]:
    """Yield the cells of each table of fragments without text between them.

    A fragment on the next page with the same edges continues the table. If the page break splits a row, its
    halves are joined: its label continues below, its values are in either half.
    """
    settled: list[TableFragment] = []
    table: TableFragment | None = None
    for fragment in fragments:
        if table is not None and _continues(table, fragment):
            table = _join_fragments(*_align_columns(table, fragment))
            if len(table.cells) > _MAX_OPEN_CELLS:
                upper_parts, table = _settle_upper_rows(table)
                settled += upper_parts
            continue
        if table is not None:
            yield _all_cells(settled, table)
        settled, table = [], fragment
    if table is not None:
        yield _all_cells(settled, table)


def _settle_upper_rows(table: TableFragment) -> tuple[list[TableFragment], TableFragment]:
    """Return the rows that no later page can change, and the rest: joining takes time for each cell."""
    by_row = sorted(table.cells, key=lambda cell: cell.row)
    covered = {row for cell in by_row for row in range(cell.row + 1, cell.row + cell.rowspan)}
    first_open = by_row[-_MAX_OPEN_CELLS // 2].row
    while first_open in covered:
        first_open -= 1
    if first_open <= 0:
        return [], table
    upper = replace(table, cells=tuple(cell for cell in table.cells if cell.row < first_open))
    lower = replace(
        table,
        cells=tuple(
            structs.replace(cell, row=cell.row - first_open) for cell in table.cells if cell.row >= first_open
        ),
        full_cells=frozenset(
            (row - first_open, column) for row, column in table.full_cells if row >= first_open
        ),
    )
    return [upper], lower


def _all_cells(settled: Sequence[TableFragment], table: TableFragment) -> list[Cell]:
    """Return the cells of all parts of a table, in the columns of the last part: it has those of all."""
    cells: list[Cell] = []
    row = 0
    for part in [*settled, table]:
        part_cells = _remap_columns(part, table.lefts).cells if settled else part.cells
        cells += (structs.replace(cell, row=cell.row + row) for cell in part_cells) if row else part_cells
        row += _row_count(part_cells)
    return cells


def _continues(upper: TableFragment, lower: TableFragment) -> bool:
    return (
        lower.page == upper.page + 1
        and abs(upper.lefts[0] - lower.lefts[0]) < _EDGE_TOLERANCE_POINTS
        and abs(upper.right - lower.right) < _EDGE_TOLERANCE_POINTS
    )


def _align_columns(upper: TableFragment, lower: TableFragment) -> tuple[TableFragment, TableFragment]:
    """Return both parts with the columns of either: table 2 has other columns in each of its blocks."""
    lefts = list(upper.lefts)
    lefts += [
        left for left in lower.lefts if not any(abs(left - known) < _EDGE_TOLERANCE_POINTS for known in lefts)
    ]
    lefts.sort()
    return _remap_columns(upper, lefts), _remap_columns(lower, lefts)


def _remap_columns(part: TableFragment, lefts: Sequence[float]) -> TableFragment:
    new_columns = [
        min(range(len(lefts)), key=lambda index, left=left: abs(lefts[index] - left))  # type: ignore[misc]
        for left in part.lefts
    ] + [len(lefts)]
    cells = tuple(
        structs.replace(
            cell,
            column=new_columns[cell.column],
            colspan=new_columns[cell.column + cell.colspan] - new_columns[cell.column],
        )
        for cell in part.cells
    )
    full_cells = frozenset((row, new_columns[column]) for row, column in part.full_cells)
    return replace(part, cells=cells, lefts=tuple(lefts), full_cells=full_cells)


def _join_fragments(table: TableFragment, below: TableFragment) -> TableFragment:
    last_row = max(cell.row for cell in table.cells)
    if _is_row_cut(table, _cells_in_row(table.cells, last_row), _cells_in_row(below.cells, 0)):
        cells = _merge_cut_row(table.cells, below.cells, last_row)
        row_offset = _row_count(table.cells) - 1
    else:
        upper_cells, lower_cells = _extend_spanning_labels(table.cells, below.cells)
        row_offset = _row_count(table.cells)
        cells = upper_cells + [structs.replace(cell, row=cell.row + row_offset) for cell in lower_cells]
    full_cells = table.full_cells | {(row + row_offset, column) for row, column in below.full_cells}
    return replace(table, page=below.page, cells=tuple(cells), full_cells=full_cells)


def _row_count(table: Iterable[Cell]) -> int:
    return max(cell.row + cell.rowspan for cell in table)


def _cells_in_row(cells: Iterable[Cell], row: int) -> list[Cell]:
    return [cell for cell in cells if cell.row == row]


def is_value(text: str) -> bool:
    """Return whether a cell's text is a figure, a dash, or a figure with its unit."""
    return _VALUE.fullmatch(text) is not None


def _value_columns(table: Iterable[Cell]) -> frozenset[int]:
    """Return the columns that hold numbers, from the first such column to the last."""
    numeric = [cell.column for cell in table if is_value(cell.text)]
    return frozenset(range(min(numeric), max(numeric) + 1)) if numeric else frozenset()


def _is_row_cut(table: TableFragment, upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Return whether the rows are halves of one row.

    At most one of them has values, and the label of the lower row begins nothing new.
    """
    values = _value_columns(table.cells)
    labels = [cell for cell in lower if cell.text and not is_value(cell.text)]
    if any(starts_list_item(cell.text) for cell in labels):
        return False
    if _label_continues(table, upper, labels):
        return not any(is_value(cell.text) for cell in lower) or not any(
            is_value(cell.text) for cell in upper
        )
    if len({cell.column for cell in upper if cell.column in values}) < _MIN_VALUE_COLUMNS:
        return False
    has_values = [any(cell.text for cell in row if cell.column in values) for row in (upper, lower)]
    return has_values[0] != has_values[1]


def _label_continues(table: TableFragment, upper: Sequence[Cell], labels: Sequence[Cell]) -> bool:
    """Return whether each label of the lower row is below one that filled its cell."""
    above = {(cell.column, cell.colspan): cell for cell in upper if cell.text}
    return bool(labels) and all(
        (cell.column, cell.colspan) in above
        and (above[cell.column, cell.colspan].row, cell.column) in table.full_cells
        and not is_value(above[cell.column, cell.colspan].text)
        for cell in labels
    )


def _merge_cut_row(table: Sequence[Cell], below: Sequence[Cell], row: int) -> list[Cell]:
    """Return `table` with the first row of `below` appended to its last, and all other rows after it."""
    texts = {cell.column: cell.text for cell in below if cell.row == 0 and cell.text}
    merged = [
        structs.replace(cell, text=cell.text + texts.pop(cell.column))
        if cell.row + cell.rowspan > row and cell.column in texts
        else cell
        for cell in table
    ]
    merged += [structs.replace(cell, row=row) for cell in below if cell.row == 0 and cell.column in texts]
    row_offset = _row_count(table) - 1
    return merged + [structs.replace(cell, row=cell.row + row_offset) for cell in below if cell.row > 0]


def _extend_spanning_labels(table: Sequence[Cell], below: Sequence[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Return the cells of both pages; labels cover the empty cells that begin the next page.

    The first list is `table` with longer labels, the second is `below` without the covered cells.
    """
    rows = _row_count(table)
    blanks: dict[tuple[int, int], Cell] = {}
    for cell in _cells_in_row(below, 0):
        if cell.text:
            break
        blanks[cell.column, cell.colspan] = cell
    extended = {
        (cell.column, cell.colspan)
        for cell in table
        if cell.row + cell.rowspan == rows and cell.text and not is_value(cell.text)
    } & set(blanks)
    upper_cells = [
        structs.replace(cell, rowspan=cell.rowspan + blanks[cell.column, cell.colspan].rowspan)
        if cell.row + cell.rowspan == rows and (cell.column, cell.colspan) in extended
        else cell
        for cell in table
    ]
    return upper_cells, [
        cell for cell in below if cell.row > 0 or (cell.column, cell.colspan) not in extended
    ]
