"""An archived table as it is drawn: every cell in its place, one of them marked, all within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.database.archived_tables import StoredGrid
from archive.model import Cell, GridKind

# The statutory tables have 15 columns; printed a cell a line, table 3 has some 230 lines.
MAX_DRAWN_LINES = 120
MAX_DRAWN_CELLS = 40
MAX_DRAWN_CHARACTERS = 300
MAX_MARKED_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell. `figures` are the keys of the figures that it holds; `gap` is a place that no cell covers."""

    text: str
    figures: tuple[str, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    marked: bool = False
    gap: bool = False
    omitted_characters: int = 0

    @property
    def key(self) -> str:
        """The figure that the cell holds; "" where it holds none, or the label of several."""
        return self.figures[0] if len(self.figures) == 1 else ""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One row of the table, or one line of a text; `number` counts from 1. `more` cells are left out."""

    number: int
    cells: tuple[DrawnCell, ...]
    omitted_cells: int = 0


@dataclass(frozen=True, slots=True)
class TableDrawing:
    """What is drawn of a table; `before` and `after` are the lines that are left out."""

    kind: GridKind
    lines: tuple[DrawnLine, ...]
    omitted_before: int = 0
    omitted_after: int = 0

    @property
    def is_table(self) -> bool:
        """Whether the places of cells mean rows and columns; in a stream they are only lines of text."""
        return self.kind is not GridKind.STREAM


def draw_table(grid: StoredGrid, figure: str = "") -> TableDrawing:
    """`grid` with the cell of `figure` marked; a large one only as far as it stands around that cell."""
    held: dict[int, list[str]] = {}
    for key, place in grid.figures.items():
        held.setdefault(place, []).append(key)
    marked = grid.cells[grid.figures[figure]] if figure in grid.figures else None
    cells = {(cell.row, cell.column): tuple(held.get(place, ())) for place, cell in enumerate(grid.cells)}
    last = max((cell.row for cell in grid.cells), default=-1)
    first, end = _window_around(marked.row if marked else 0, last + 1, MAX_DRAWN_LINES)
    pen = _TableRenderer(cells, marked, grid.kind is not GridKind.STREAM)
    lines = tuple(pen.draw_lines(_rows_in_window(grid.cells, first, end), first, end))
    return TableDrawing(grid.kind, lines, first, last + 1 - end)


@dataclass(frozen=True, slots=True)
class _TableRenderer:
    """Draws line by line; `figures` by the row and column at which a cell starts."""

    figures: Mapping[tuple[int, int], tuple[str, ...]]
    marked: Cell | None
    is_table: bool

    def draw_lines(self, rows: Mapping[int, Sequence[Cell]], first: int, end: int) -> Iterator[DrawnLine]:
        """The lines from `first` to before `end`; a line of a text without cells is left out."""
        covered: dict[int, int] = {}
        for number in range(first, end):
            cells = rows.get(number, ())
            if cells or self.is_table:
                yield self._draw_line(number, cells, covered)

    def _draw_line(self, number: int, cells: Sequence[Cell], covered: dict[int, int]) -> DrawnLine:
        at = next((place for place, cell in enumerate(cells) if self._is_marked(cell)), 0)
        start, stop = _window_around(at, len(cells), MAX_DRAWN_CELLS)
        drawn: list[DrawnCell] = []
        column = cells[start].column if start else 0
        for cell in cells[start:stop]:
            if self.is_table:
                gaps = sum(covered.get(place, 0) <= number for place in range(column, cell.column))
                drawn += [DrawnCell("", gap=True)] * gaps
            drawn.append(self._draw_cell(cell))
            column = cell.column + cell.colspan
            covered.update(dict.fromkeys(range(cell.column, column), number + cell.rowspan))
        return DrawnLine(number + 1, tuple(drawn), len(cells) - (stop - start))

    def _draw_cell(self, cell: Cell) -> DrawnCell:
        marked = self._is_marked(cell)
        most = MAX_MARKED_CHARACTERS if marked else MAX_DRAWN_CHARACTERS
        figures = self.figures.get((cell.row, cell.column), ())
        left_out = max(0, len(cell.text) - most)
        return DrawnCell(
            cell.text[:most], figures, cell.rowspan, cell.colspan, marked, omitted_characters=left_out
        )

    def _is_marked(self, cell: Cell) -> bool:
        marked = self.marked
        return marked is not None and (cell.row, cell.column) == (marked.row, marked.column)


def _rows_in_window(cells: Sequence[Cell], first: int, end: int) -> dict[int, list[Cell]]:
    """The cells by line; one that reaches into the window from above begins with the window."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.row >= end or cell.row + cell.rowspan <= first:
            continue
        row = max(cell.row, first)
        rowspan = min(cell.row + cell.rowspan, end) - row
        rows.setdefault(row, []).append(cell._replace(row=row, rowspan=rowspan))
    return {row: sorted(some, key=lambda cell: cell.column) for row, some in rows.items()}


def _window_around(centre: int, length: int, size: int) -> tuple[int, int]:
    """A run of at most `most` places with `around` near its middle."""
    first = max(0, min(centre - size // 2, length - size))
    return first, min(length, first + size)
