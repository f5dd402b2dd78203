"""Grids of the statistics table cut into lines: the labels of a row, its unit, its values by column.

In a grid with true columns these are known by their headers; one that goes on behind a page break has none,
and is read with those of the grid before. A stream of cells is cut by `archive.extraction.legacy.stream`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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

pass


def join_split_statistics(blocks: Iterable[Block]) -> list[Block]:
    """`blocks`, a table with its header and the rest of it made one grid with the line between them."""
    whole: list[Block] = []
    for block in blocks:
        before = whole[-2:]
        if (
            isinstance(block, Grid)
            and len(before) == 2
            and (joined := _join_grids(before[0], before[1], block))
        ):
            whole[-2:] = [joined]
        else:
            whole.append(block)
    return whole


def _join_grids(first: Block, paragraph: Block, rest: Grid) -> Grid | None:
    if not isinstance(first, Grid) or not isinstance(paragraph, Paragraph):
        return None
    if (
        {first.kind, rest.kind} != {GridKind.SPANS}
        or find_header(rest)
        or not continue_header(rest, find_header(first))
    ):
        return None
    row = max(cell.row + cell.rowspan for cell in first.cells)
    below = (cell._replace(row=cell.row + row + 1) for cell in rest.cells)
    return Grid(first.kind, (*first.cells, Cell(paragraph.text, row, 0), *below))


@dataclass(frozen=True, slots=True)
class StatisticsValue:
    """A value cell under the header of its column; `certain` unless cells were lost or doubled in its row."""

    column: str
    cell: Cell
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A row of the table. `labels` are those that begin in it; where `ruled`, their columns are true."""

    grid: int
    has_columns: bool
    labels: tuple[Cell, ...]
    unit: str
    values: tuple[StatisticsValue, ...]


@dataclass(frozen=True, slots=True)
class StatisticsHeader:
    """The columns of a grid: that of units, those of values with their names, and those of row numbers aside.

    The header stands in the rows from `top` to before `below`.
    """

    first_row: int
    end_row: int
    unit_column: int | None
    value_columns: tuple[tuple[int, str], ...]
    number_columns: frozenset[int] = frozenset()


def find_header(grid: Grid) -> StatisticsHeader | None:
    """The columns that the header of `grid` names, or None where no line of it is the table's header."""
    for line in grid.rows():
        labels, units, aside = (
            [cell for cell in line if normalise_text(cell.text) in known]
            for known in (
                legacy_form().statistics.label_headers,
                legacy_form().statistics.unit_headers,
                legacy_form().statistics.number_headers,
            )
        )
        if labels and (units or is_national_table(grid)):
            taken = {column for cell in (*labels, *units, *aside) for column in _cell_columns(cell)}
            below = line[0].row + max(cell.rowspan for cell in (*labels, *units))
            while _is_header_row(grid, below, taken):
                below += 1
            names = _value_column_names(grid, range(line[0].row, below), taken)
            unit = units[0].column if units else None
            ignored = frozenset(column for cell in aside for column in _cell_columns(cell))
            return StatisticsHeader(line[0].row, below, unit, names, ignored)
    return None


def continue_header(grid: Grid, header: StatisticsHeader | None) -> StatisticsHeader | None:
    """`head` for a grid that goes on with its columns: units stand where units stood."""
    if header is None or header.unit_column is None:
        return None
    units = [cell for cell in grid.cells if cell.column == header.unit_column and is_unit(cell.text)]
    return replace(header, first_row=0, end_row=0) if units else None


def read_rows(placed_grid: PlacedGrid, header: StatisticsHeader) -> Iterator[StatisticsRow]:
    """The rows of a grid below its header."""
    units = _texts_by_row(placed_grid.grid, header.unit_column)
    held = {column: _texts_by_row(placed_grid.grid, column).keys() for column, _ in header.value_columns}
    of_values = {column for column, _ in header.value_columns}
    for line in placed_grid.grid.rows():
        row = line[0].row
        if row < header.end_row or any(is_header(cell.text) for cell in line):
            continue
        beside = {*of_values, *header.number_columns, header.unit_column}
        labels = tuple(cell for cell in line if cell.column not in beside and cell.text.strip())
        # A row that ends before its columns do has lost a cell, and nobody knows which.
        lost = [column for column, rows in held.items() if row not in rows]
        values = tuple(_row_values(line, labels, header, lost))
        if labels or any(value.cell.text.strip() for value in values):
            unit = collapse_whitespace(units.get(row, ""))
            yield StatisticsRow(placed_grid.number, True, labels, "" if is_value(unit) else unit, values)


def _row_values(
    line: Sequence[Cell], labels: Sequence[Cell], header: StatisticsHeader, incomplete_columns: Sequence[int]
) -> Iterator[StatisticsValue]:
    for column, name in header.value_columns:
        found = next((cell for cell in line if column in _cell_columns(cell) and cell not in labels), None)
        if found is not None:
            yield StatisticsValue(name, found, is_certain=not incomplete_columns)
        elif column in incomplete_columns:
            yield StatisticsValue(name, Cell("", line[0].row, column), is_certain=False)


def _texts_by_row(grid: Grid, column: int | None) -> dict[int, str]:
    """What stands in a column, row by row, under cells that go down too."""
    return {
        row: cell.text
        for cell in grid.cells
        if column is not None and column in _cell_columns(cell)
        for row in range(cell.row, cell.row + cell.rowspan)
    }


def _is_header_row(grid: Grid, row: int, other_columns: set[int]) -> bool:
    """Whether a row goes on with the header: names over columns of values, and nothing beside them."""
    filled_cells = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
    return bool(filled_cells) and not any(
        cell.column in other_columns or is_value(cell.text) for cell in filled_cells
    )


def _value_column_names(grid: Grid, rows: range, other_columns: set[int]) -> tuple[tuple[int, str], ...]:
    """The columns of values with their headers; one that stands over all of them names none."""
    heads = [cell for cell in grid.cells if cell.row in rows and not other_columns & set(_cell_columns(cell))]
    columns = sorted({column for cell in heads for column in _cell_columns(cell)})
    telling = [
        cell
        for cell in heads
        if set(_cell_columns(cell)) != set(columns) and not is_spanning_header(cell.text)
    ]
    column_texts = {
        column: [cell.text for cell in telling if column in _cell_columns(cell)] for column in columns
    }
    return tuple(
        (column, "·".join(filter(None, map(printed_label, texts)))) for column, texts in column_texts.items()
    )


def _cell_columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
