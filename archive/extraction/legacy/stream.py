"""Reads the rows of a statistics table that came as a run of cells without columns: pipes, tabs of Word.

A row is a label, a unit, and as many values as the header has names after that of the units. In a row with
another number of cells, some are lost or doubled, and all its values are uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extraction.legacy.labels import (
    is_header,
    is_label,
    is_national_table,
    is_numbered,
    is_spanning_header,
    is_unit,
    printed_label,
)
from archive.extraction.legacy.rows import StatisticsRow, StatisticsValue
from archive.extraction.sections import PlacedGrid
from archive.model import Cell
from archive.text import collapse_whitespace

_HEADER_TEXTS = 2

_StreamRow = tuple[tuple[Cell, ...], str, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class StatisticsStream:
    """The cells of a stream below the header, the names of its value columns, the cells above the header."""

    cells: tuple[Cell, ...]
    column_names: tuple[str, ...]
    cells_above: tuple[Cell, ...] = ()


def find_stream(placed_grid: PlacedGrid) -> StatisticsStream | None:
    """Find the statistics table in a stream of cells; None if it is not there."""
    cells = placed_grid.grid.cells
    headers = [index for index, cell in enumerate(cells) if is_header(cell.text)][:_HEADER_TEXTS]
    if len(headers) < _HEADER_TEXTS:
        return StatisticsStream(cells, ("",)) if is_national_table(placed_grid.grid) else None
    cells_after_header = list(enumerate(cells))[headers[-1] + 1 :]
    filled = [index for index, cell in cells_after_header if cell.text.strip() and not cell.padding]
    names: list[str] = []
    for index, next_index in pairwise(filled):
        if is_numbered(cells[index].text) or is_unit(cells[next_index].text):
            plain_names = [name for name in names if not is_spanning_header(name)]
            return StatisticsStream(
                cells[index:], tuple(plain_names) if len(plain_names) > 1 else ("",), cells[: headers[0]]
            )
        names.append(printed_label(cells[index].text))
    return None


def read_stream_rows(number: int, stream: StatisticsStream) -> Iterator[StatisticsRow]:
    """Yield the rows of the stream; `number` is that of its grid."""
    rows = list(_split_rows(stream.cells))
    width = len(stream.column_names)
    size = width + _has_opening_separators([tail for _, unit, tail in rows[:-1] if unit])
    for row_number, (labels, unit, tail) in enumerate(rows, 1):
        # After the last row there is no separator that opens another.
        sizes = {size, width} if row_number == len(rows) else {size}
        values = _certain_values(tail, width) if not unit or _cell_count(tail) in sizes else None
        named_values = tuple(_named_values(stream.column_names, values, labels, tail))
        yield StatisticsRow(number, False, labels, unit, named_values)


def _split_rows(cells: Sequence[Cell]) -> Iterator[_StreamRow]:
    """Yield labels, unit and the cells after it for each row."""
    labels: list[Cell] = []
    tail: list[Cell] = []
    for cell in cells:
        if not is_label(cell.text):
            tail.append(cell)
            continue
        if labels and tail:
            yield (tuple(labels), *_split_unit(tail))
            labels, tail = [], []
        labels.append(cell)
    if labels:
        yield (tuple(labels), *_split_unit(tail))


def _has_opening_separators(rows: Sequence[Sequence[Cell]]) -> bool:
    """True if a separator opens every row, which looks like an empty cell at the end of the row above."""
    last_cells = [[cell for cell in tail if not cell.padding][-1:] for tail in rows]
    return bool(last_cells) and not any(cell.text.strip() for cells in last_cells for cell in cells)


def _cell_count(tail: Sequence[Cell]) -> int:
    return sum(1 for cell in tail if not cell.padding) or sum(len(cell.text) for cell in tail)


def _named_values(
    names: Sequence[str], values: Sequence[Cell] | None, labels: Sequence[Cell], tail: Sequence[Cell]
) -> Iterator[StatisticsValue]:
    """Yield the values with the names of their columns; without values the printed cells as uncertain."""
    cells = [cell for cell in tail if not cell.padding] if values is None else values
    for index, name in enumerate(names):
        cell = cells[index] if index < len(cells) else labels[-1]
        yield StatisticsValue(name, cell, is_certain=values is not None)


def _split_unit(tail: Sequence[Cell]) -> tuple[str, Sequence[Cell]]:
    """The unit, and the cells after its cell, which is empty or has a dash in the row of a heading."""
    if tail and is_unit(tail[0].text):
        return collapse_whitespace(tail[0].text), tail[1:]
    return "", tail[1:]


def _certain_values(tail: Sequence[Cell], width: int) -> Sequence[Cell] | None:
    """The values of a row; None if it has not as many cells as there are columns.

    An additional empty cell is the separator that opens the next row; a run of separators may be empty cells.
    """
    cells = [cell for cell in tail if not cell.padding]
    if len(cells) >= width and not any(cell.text.strip() for cell in cells[width:]):
        return cells[:width]
    separator_count = sum(len(cell.text) for cell in tail if cell.padding)
    if not cells and separator_count >= width:
        return [Cell("", tail[0].row, tail[0].column + offset) for offset in range(width)]
    return None
