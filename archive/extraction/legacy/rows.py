"""Grids of the statistics table cut into lines: the labels of a row, its unit, its values by column.

In a grid with true columns these are known by their headers; one that goes on behind a page break has none,
and is read with those of the grid before. A stream of cells is cut by `archive.extraction.legacy.stream`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.extraction.cells import is_value
from archive.extraction.legacy.labels import is_header, is_national, is_over, is_unit, printed
from archive.extraction.sections import Placed
from archive.forms.legacy import legacy
from archive.model import Block, Cell, Grid, GridKind, Paragraph
from archive.text.normalise import norm, tidy

pass


def rejoined(blocks: Iterable[Block]) -> list[Block]:
    """`blocks`, a table with its header and the rest of it made one grid with the line between them."""
    whole: list[Block] = []
    for block in blocks:
        before = whole[-2:]
        if isinstance(block, Grid) and len(before) == 2 and (joined := _joined(before[0], before[1], block)):
            whole[-2:] = [joined]
        else:
            whole.append(block)
    return whole


def _joined(first: Block, line: Block, rest: Grid) -> Grid | None:
    if not isinstance(first, Grid) or not isinstance(line, Paragraph):
        return None
    if {first.kind, rest.kind} != {GridKind.SPANS} or head_of(rest) or not continued(rest, head_of(first)):
        return None
    row = max(cell.row + cell.rowspan for cell in first.cells)
    below = (cell._replace(row=cell.row + row + 1) for cell in rest.cells)
    return Grid(first.kind, (*first.cells, Cell(line.text, row, 0), *below))


@dataclass(frozen=True, slots=True)
class Value:
    """A value cell under the header of its column; `certain` unless cells were lost or doubled in its row."""

    column: str
    cell: Cell
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `labels` are those that begin in it; where `ruled`, their columns are true."""

    grid: int
    ruled: bool
    labels: tuple[Cell, ...]
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a grid: that of units, those of values with their names, and those of row numbers aside.

    The header stands in the rows from `top` to before `below`.
    """

    top: int
    below: int
    unit: int | None
    values: tuple[tuple[int, str], ...]
    aside: frozenset[int] = frozenset()


def head_of(grid: Grid) -> Head | None:
    """The columns that the header of `grid` names, or None where no line of it is the table's header."""
    for line in grid.lines():
        labels, units, aside = (
            [cell for cell in line if norm(cell.text) in known]
            for known in (
                legacy().statistics.labels,
                legacy().statistics.units,
                legacy().statistics.numbers,
            )
        )
        if labels and (units or is_national(grid)):
            taken = {column for cell in (*labels, *units, *aside) for column in _columns(cell)}
            below = line[0].row + max(cell.rowspan for cell in (*labels, *units))
            while _names_columns(grid, below, taken):
                below += 1
            names = _names(grid, range(line[0].row, below), taken)
            unit = units[0].column if units else None
            ignored = frozenset(column for cell in aside for column in _columns(cell))
            return Head(line[0].row, below, unit, names, ignored)
    return None


def continued(grid: Grid, head: Head | None) -> Head | None:
    """`head` for a grid that goes on with its columns: units stand where units stood."""
    if head is None or head.unit is None:
        return None
    units = [cell for cell in grid.cells if cell.column == head.unit and is_unit(cell.text)]
    return replace(head, top=0, below=0) if units else None


def lines_of(placed: Placed, head: Head) -> Iterator[Line]:
    """The rows of a grid below its header."""
    units = _down(placed.grid, head.unit)
    held = {column: _down(placed.grid, column).keys() for column, _ in head.values}
    of_values = {column for column, _ in head.values}
    for line in placed.grid.lines():
        row = line[0].row
        if row < head.below or any(is_header(cell.text) for cell in line):
            continue
        beside = {*of_values, *head.aside, head.unit}
        labels = tuple(cell for cell in line if cell.column not in beside and cell.text.strip())
        # A row that ends before its columns do has lost a cell, and nobody knows which.
        lost = [column for column, rows in held.items() if row not in rows]
        values = tuple(_values(line, labels, head, lost))
        if labels or any(value.cell.text.strip() for value in values):
            unit = tidy(units.get(row, ""))
            yield Line(placed.number, True, labels, "" if is_value(unit) else unit, values)


def _values(line: Sequence[Cell], labels: Sequence[Cell], head: Head, lost: Sequence[int]) -> Iterator[Value]:
    for column, name in head.values:
        found = next((cell for cell in line if column in _columns(cell) and cell not in labels), None)
        if found is not None:
            yield Value(name, found, certain=not lost)
        elif column in lost:
            yield Value(name, Cell("", line[0].row, column), certain=False)


def _down(grid: Grid, column: int | None) -> dict[int, str]:
    """What stands in a column, row by row, under cells that go down too."""
    return {
        row: cell.text
        for cell in grid.cells
        if column is not None and column in _columns(cell)
        for row in range(cell.row, cell.row + cell.rowspan)
    }


def _names_columns(grid: Grid, row: int, taken: set[int]) -> bool:
    """Whether a row goes on with the header: names over columns of values, and nothing beside them."""
    said = [cell for cell in grid.cells if cell.row == row and cell.text.strip()]
    return bool(said) and not any(cell.column in taken or is_value(cell.text) for cell in said)


def _names(grid: Grid, rows: range, taken: set[int]) -> tuple[tuple[int, str], ...]:
    """The columns of values with their headers; one that stands over all of them names none."""
    heads = [cell for cell in grid.cells if cell.row in rows and not taken & set(_columns(cell))]
    columns = sorted({column for cell in heads for column in _columns(cell)})
    telling = [cell for cell in heads if set(_columns(cell)) != set(columns) and not is_over(cell.text)]
    told = {column: [cell.text for cell in telling if column in _columns(cell)] for column in columns}
    return tuple((column, "·".join(filter(None, map(printed, texts)))) for column, texts in told.items())


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)
