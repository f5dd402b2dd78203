"""Prepares an archived table for display, limited in size and with one cell marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from archive.database import StoredGrid
from archive.model import Cell, GridKind

# The statutory tables have 15 columns; table 3 has about 230 lines in files that print one cell a line.
MAX_DRAWN_LINES = 120
MAX_DRAWN_CELLS = 40
MAX_DRAWN_CHARACTERS = 300
MAX_MARKED_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """One cell. `figures` are the keys of the figures taken from it; a `gap` is a position without a cell."""

    text: str
    figures: tuple[str, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    marked: bool = False
    gap: bool = False
    omitted_characters: int = 0

    @property
    def key(self) -> str:
        """The key of the figure taken from the cell; "" if there is none, or if there are several."""
        return self.figures[0] if len(self.figures) == 1 else ""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One row of a table or one line of a text; `number` counts from 1, `omitted_cells` are not shown."""

    number: int
    cells: tuple[DrawnCell, ...]
    omitted_cells: int = 0


@dataclass(frozen=True, slots=True)
class TableDrawing:
    """The part of a table that is shown, and how many lines before and after it are omitted."""

    kind: GridKind
    lines: tuple[DrawnLine, ...]
    omitted_before: int = 0
    omitted_after: int = 0

    @property
    def is_table(self) -> bool:
        """True if cells stand in rows and columns; the cells of a stream only stand in lines of text."""
        return self.kind is not GridKind.STREAM


def draw_table(grid: StoredGrid, figure: str = "") -> TableDrawing:
    """Draw `grid` with the cell of `figure` marked; of a large table only the lines around that cell."""
    keys_by_index: dict[int, list[str]] = {}
    for key, index in grid.figures.items():
        keys_by_index.setdefault(index, []).append(key)
    marked = grid.cells[grid.figures[figure]] if figure in grid.figures else None
    figures = {
        (cell.row, cell.column): tuple(keys_by_index.get(index, ())) for index, cell in enumerate(grid.cells)
    }
    height = max((cell.row for cell in grid.cells), default=-1) + 1
    first, end = _window_around(marked.row if marked else 0, height, MAX_DRAWN_LINES)
    renderer = _TableRenderer(figures, marked, grid.kind is not GridKind.STREAM)
    lines = tuple(renderer.draw_lines(_rows_in_window(grid.cells, first, end), first, end))
    return TableDrawing(grid.kind, lines, first, height - end)


@dataclass(frozen=True, slots=True)
class _TableRenderer:
    """Draws a table line by line; `figures` has the keys by the row and column in which a cell starts."""

    figures: Mapping[tuple[int, int], tuple[str, ...]]
    marked: Cell | None
    is_table: bool

    def draw_lines(self, rows: Mapping[int, Sequence[Cell]], first: int, end: int) -> Iterator[DrawnLine]:
        """The lines from `first` to `end` (exclusive); a line of text without cells is skipped."""
        # Column → the first line that is not covered by a cell from above.
        covered: dict[int, int] = {}
        for number in range(first, end):
            cells = rows.get(number, ())
            if cells or self.is_table:
                yield self._draw_line(number, cells, covered)

    def _draw_line(self, number: int, cells: Sequence[Cell], covered: dict[int, int]) -> DrawnLine:
        centre = next((index for index, cell in enumerate(cells) if self._is_marked(cell)), 0)
        start, stop = _window_around(centre, len(cells), MAX_DRAWN_CELLS)
        drawn: list[DrawnCell] = []
        column = cells[start].column if start else 0
        for cell in cells[start:stop]:
            if self.is_table:
                gaps = sum(covered.get(skipped, 0) <= number for skipped in range(column, cell.column))
                drawn += [DrawnCell("", gap=True)] * gaps
            drawn.append(self._draw_cell(cell))
            column = cell.column + cell.colspan
            covered.update(dict.fromkeys(range(cell.column, column), number + cell.rowspan))
        return DrawnLine(number + 1, tuple(drawn), len(cells) - (stop - start))

    def _draw_cell(self, cell: Cell) -> DrawnCell:
        marked = self._is_marked(cell)
        limit = MAX_MARKED_CHARACTERS if marked else MAX_DRAWN_CHARACTERS
        figures = self.figures.get((cell.row, cell.column), ())
        omitted = max(0, len(cell.text) - limit)
        return DrawnCell(
            cell.text[:limit], figures, cell.rowspan, cell.colspan, marked, omitted_characters=omitted
        )

    def _is_marked(self, cell: Cell) -> bool:
        marked = self.marked
        return marked is not None and (cell.row, cell.column) == (marked.row, marked.column)


def _rows_in_window(cells: Sequence[Cell], first: int, end: int) -> dict[int, list[Cell]]:
    """The cells of the lines from `first` to `end`; one that starts above the window is cut at its top."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.row >= end or cell.row + cell.rowspan <= first:
            continue
        row = max(cell.row, first)
        rowspan = min(cell.row + cell.rowspan, end) - row
        rows.setdefault(row, []).append(structs.replace(cell, row=row, rowspan=rowspan))
    return {row: sorted(line, key=lambda cell: cell.column) for row, line in rows.items()}


def _window_around(centre: int, length: int, size: int) -> tuple[int, int]:
    """Start and end of a run of at most `size` positions with `centre` near its middle."""
    first = max(0, min(centre - size // 2, length - size))
    return first, min(length, first + size)
