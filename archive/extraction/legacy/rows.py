"""Reads the rows of a statistics table whose grid has true columns: labels, unit and values by column.

Columns are known by their headers. A grid that continues the table after a page break has none, and is read
with those of the grid before. A stream of cells is read by `archive.extraction.legacy.stream`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from archive.extraction.cells import is_value
from archive.extraction.legacy.labels import (
    is_header,
    is_national_table,
    is_spanning_header,
    is_unit,
    printed_label,
)
from archive.extraction.sections import PlacedGrid
from archive.forms import legacy_form
from archive.model import Block, Cell, Grid, GridKind, Paragraph
from archive.text import collapse_whitespace, normalise_text


def join_split_statistics(blocks: Iterable[Block]) -> list[Block]:
    """Join the two grids of a table that was split at a row which looked like a heading, with that row."""
    joined_blocks: list[Block] = []
    for block in blocks:
        before = joined_blocks[-2:]
        if (
            isinstance(block, Grid)
            and len(before) == 2
            and (joined := _join_grids(before[0], before[1], block))
        ):
            joined_blocks[-2:] = [joined]
        else:
            joined_blocks.append(block)
    return joined_blocks


def _join_grids(first: Block, paragraph: Block, continuation: Grid) -> Grid | None:
    if not isinstance(first, Grid) or not isinstance(paragraph, Paragraph):
        return None
    if (
        {first.kind, continuation.kind} != {GridKind.SPANS}
        or find_header(continuation)
        or not continue_header(continuation, find_header(first))
    ):
        return None
    row = max(cell.row + cell.rowspan for cell in first.cells)
    below = (structs.replace(cell, row=cell.row + row + 1) for cell in continuation.cells)
    return Grid(first.kind, (*first.cells, Cell(paragraph.text, row, 0), *below))


@dataclass(frozen=True, slots=True)
class StatisticsValue:
    """A value cell with the header of its column; uncertain if its row has cells too few or too many."""

    column: str
    cell: Cell
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A row of the table. `labels` are those that begin in it; `has_columns`: their columns are true."""

    grid: int
    has_columns: bool
    labels: tuple[Cell, ...]
    unit: str
    values: tuple[StatisticsValue, ...]


@dataclass(frozen=True, slots=True)
class StatisticsHeader:
    """The columns of a grid: that of units, those of values with their names, those of row numbers.

    The header occupies the rows from `first_row` to before `end_row`.
    """

    first_row: int
    end_row: int
    unit_column: int | None
    value_columns: tuple[tuple[int, str], ...]
    number_columns: frozenset[int] = frozenset()


def find_header(grid: Grid) -> StatisticsHeader | None:
    """Find the header of the table and its columns; None if the grid has none."""
    for line in grid.rows():
        labels, units, numbers = (
            [cell for cell in line if normalise_text(cell.text) in known]
            for known in (
                legacy_form().statistics.label_headers,
                legacy_form().statistics.unit_headers,
                legacy_form().statistics.number_headers,
            )
        )
        if labels and (units or is_national_table(grid)):
            other_columns = {column for cell in (*labels, *units, *numbers) for column in _cell_columns(cell)}
            first_row = line[0].row
            end_row = first_row + max(cell.rowspan for cell in (*labels, *units))
            while _is_header_row(grid, end_row, other_columns):
                end_row += 1
            names = _value_column_names(grid, range(first_row, end_row), other_columns)
            unit_column = units[0].column if units else None
            number_columns = frozenset(column for cell in numbers for column in _cell_columns(cell))
            return StatisticsHeader(first_row, end_row, unit_column, names, number_columns)
    return None


def continue_header(grid: Grid, header: StatisticsHeader | None) -> StatisticsHeader | None:
    """The header for a grid that continues the table: its unit column has units. None if it does not."""
    if header is None or header.unit_column is None:
        return None
    units = [cell for cell in grid.cells if cell.column == header.unit_column and is_unit(cell.text)]
    return replace(header, first_row=0, end_row=0) if units else None


def read_rows(placed_grid: PlacedGrid, header: StatisticsHeader) -> Iterator[StatisticsRow]:
    """Yield the rows of a grid below its header."""
    units = _texts_by_row(placed_grid.grid, header.unit_column)
    rows_by_column = {
        column: _texts_by_row(placed_grid.grid, column).keys() for column, _ in header.value_columns
    }
    other_columns = {*rows_by_column, *header.number_columns, header.unit_column}
    for line in placed_grid.grid.rows():
        row = line[0].row
        if row < header.end_row or any(is_header(cell.text) for cell in line):
            continue
        labels = tuple(cell for cell in line if cell.column not in other_columns and cell.text.strip())
        # A row without a cell in some column has lost one, and it is unknown which one.
        empty_columns = [column for column, rows in rows_by_column.items() if row not in rows]
        values = tuple(_row_values(line, labels, header, empty_columns))
        if labels or any(value.cell.text.strip() for value in values):
            unit = collapse_whitespace(units.get(row, ""))
            yield StatisticsRow(placed_grid.number, True, labels, "" if is_value(unit) else unit, values)


def _row_values(
    line: Sequence[Cell], labels: Sequence[Cell], header: StatisticsHeader, incomplete_columns: Sequence[int]
) -> Iterator[StatisticsValue]:
    for column, name in header.value_columns:
        value = next((cell for cell in line if column in _cell_columns(cell) and cell not in labels), None)
        if value is not None:
            yield StatisticsValue(name, value, is_certain=not incomplete_columns)
        elif column in incomplete_columns:
            yield StatisticsValue(name, Cell("", line[0].row, column), is_certain=False)


def _texts_by_row(grid: Grid, column: int | None) -> dict[int, str]:
    """Texts of a column by row; a cell that spans rows counts in each of them."""
    return {
        row: cell.text
        for cell in grid.cells
        if column is not None and column in _cell_columns(cell)
        for row in range(cell.row, cell.row + cell.rowspan)
    }


def _is_header_row(grid: Grid, row: int, other_columns: set[int]) -> bool:
    """True if a row continues the header: it has names of value columns and nothing in other columns."""
    filled_cells = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
    return bool(filled_cells) and not any(
        cell.column in other_columns or is_value(cell.text) for cell in filled_cells
    )


def _value_column_names(grid: Grid, rows: range, other_columns: set[int]) -> tuple[tuple[int, str], ...]:
    """The value columns with their names; a header over all of them names none."""
    header_cells = [
        cell for cell in grid.cells if cell.row in rows and not other_columns & set(_cell_columns(cell))
    ]
    columns = sorted({column for cell in header_cells for column in _cell_columns(cell)})
    name_cells = [
        cell
        for cell in header_cells
        if set(_cell_columns(cell)) != set(columns) and not is_spanning_header(cell.text)
    ]
    column_texts = {
        column: [cell.text for cell in name_cells if column in _cell_columns(cell)] for column in columns
    }
    return tuple(
        (column, "·".join(filter(None, map(printed_label, texts)))) for column, texts in column_texts.items()
    )


def _cell_columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
