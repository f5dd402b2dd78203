"""The lines of values of a table that the form prints as one row, with the texts above and beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.extraction.cells import is_shown_value, is_value
from archive.extraction.labels import LabelDictionary
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.one_row.header import HeaderLines
from archive.forms import FormTable
from archive.model import Cell, Grid, GridKind
from archive.text import normalise_text


@dataclass(frozen=True)
class ValueLine:
    """A line of values, with the header lines above it and the labels to the left of it."""

    grid: int
    kind: GridKind
    values: tuple[Cell, ...]
    labels: tuple[str, ...]
    header: tuple[tuple[Cell, ...], ...]
    row_names: frozenset[str] = frozenset()

    @cached_property
    def _headers_by_column(self) -> dict[int, list[Cell]]:
        """The header cells above each column, from top to bottom."""
        headers: dict[int, list[Cell]] = {}
        for line in self.header:
            for cell in line:
                for column in range(cell.column, cell.column + cell.colspan):
                    headers.setdefault(column, []).append(cell)
        return headers

    @property
    def is_cut_short(self) -> bool:
        """True if the header goes on behind the last value: of a row that lost a cell, no one knows which."""
        if self.kind is not GridKind.SPANS or not self.values:
            return False
        last = self.values[-1]
        return max(self._headers_by_column, default=0) >= last.column + last.colspan

    @property
    def has_header_positions(self) -> bool:
        """True if a text is just above each value; if not, the cells of the header have lost their width."""
        columns = {
            column
            for line in self.header
            for header in line
            if header.text.strip() and not header.padding
            for column in range(header.column, header.column + header.colspan)
        }
        return all(cell.column in columns for cell in self.values if cell.text.strip())

    def texts_above(self, cell: Cell) -> Sequence[str]:
        """Return the header texts above a value.

        Without spans an empty cell may belong to the text before it, such as 行政复议 above five results.
        """
        if self.kind is not GridKind.SPANS:
            before = (
                [header for header in line if header.column <= cell.column and header.text.strip()]
                for line in self.header
            )
            return [headers[-1].text for headers in before if headers and self._reaches(headers[-1], cell)]
        columns = range(cell.column, cell.column + cell.colspan)
        above = [header for column in columns for header in self._headers_by_column.get(column, ())]
        return [header.text for header in (above if cell.colspan == 1 else dict.fromkeys(above))]

    def texts_at(self, column: int) -> Sequence[str]:
        """Return the header texts above a grid column."""
        return [header.text for header in self._headers_by_column.get(column, ())]

    def _reaches(self, header: Cell, cell: Cell) -> bool:
        """True if a header is above a cell, or is the name of a row, which stands above several cells."""
        return header.column == cell.column or header.text in self.row_names


def value_lines(placed_grid: PlacedGrid, table: FormTable, labels: LabelDictionary) -> list[ValueLine]:
    """The lines with values of a grid; blank lines only if there is no other."""
    grid = placed_grid.grid
    row_names = frozenset(cell.text for cell in grid.cells if labels.names(cell.text)[0])
    captions = _rows_in_caption(placed_grid, table)
    lines = _stream_lines(grid) if grid.kind is GridKind.STREAM else list(_grid_lines(placed_grid, labels))
    found = [
        ValueLine(
            placed_grid.number,
            grid.kind,
            tuple(values),
            tuple(texts) if _names_rows(texts, header, row_names) else (*captions, *texts),
            tuple(map(tuple, header)),
            row_names,
        )
        for values, texts, header in lines
    ]
    filled = [line for line in found if any(cell.text.strip() for cell in line.values)]
    return filled or found[-1:]


def _names_rows(texts: Iterable[str], header: HeaderLines, row_names: frozenset[str]) -> bool:
    """True if a label or the header of a line of values names a row."""
    return not row_names.isdisjoint((*texts, *(cell.text for line in header for cell in line)))


def _rows_in_caption(placed_grid: PlacedGrid, table: FormTable) -> tuple[str, ...]:
    """The label of the only row that the last line before the grid names, such as 行政诉讼（复议后起诉）."""
    line = normalise_text(placed_grid.caption[-1]) if placed_grid.caption else ""
    named = [row.term.zh for row in table.rows if normalise_text(row.term.zh) in line]
    return tuple(named) if len(named) == 1 else ()


def _grid_lines(
    placed_grid: PlacedGrid, labels: LabelDictionary
) -> Iterator[tuple[list[Cell], list[str], list[list[Cell]]]]:
    """Yield the values, labels and header lines of each line that ends with values."""
    header: list[list[Cell]] = []
    was_header = False
    spanning = [cell for cell in placed_grid.grid.cells if cell.rowspan > 1]
    for line in placed_grid.lines:
        first = next((place for place, cell in enumerate(line) if is_shown_value(cell.text)), len(line))
        # A text after the first value, or below the name of a result, is a value that cannot be read.
        texts = [cell for cell in line[:first] if cell.text.strip()]
        if first < len(line):
            named = _named_positions(header, labels)
            texts = [cell for cell in texts if cell.column not in named or any(labels.names(cell.text))]
        if first == len(line) and texts:
            header = [*header, line] if was_header else [line]
            was_header = True
            continue
        was_header = False
        start = max((place + 1 for place, cell in enumerate(line) if cell in texts), default=0)
        number = line[0].row
        groups = [cell.text for cell in spanning if cell.row < number < cell.row + cell.rowspan]
        yield line[start:], [*groups, *(cell.text for cell in texts)], header


def _named_positions(header: Sequence[Sequence[Cell]], labels: LabelDictionary) -> set[int]:
    """The grid columns below the name of a result in the header."""
    return {
        column
        for line in header
        for cell in line
        if labels.names(cell.text)[1]
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _stream_lines(grid: Grid) -> list[tuple[list[Cell], list[str], list[list[Cell]]]]:
    """The cells after the last header text and the padding that closes its row."""
    cells = list(grid.cells)
    last = max(
        (place for place, cell in enumerate(cells) if not is_value(cell.text) and not cell.padding),
        default=-1,
    )
    tail = cells[last + 1 :]
    while tail and tail[0].padding:
        tail.pop(0)
    values = [cell for cell in tail if not cell.padding]
    header = [line for line in grid.rows() if line[0].row <= cells[last].row] if last >= 0 else []
    return [(values, [], header)] if values else []
