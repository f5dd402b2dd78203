"""The statistics table where cells come in a row without columns: pipes, and the tabs that Word saves.

A row is a label, a unit, and as many values as the header has names behind the one for units. A row with
another number of cells has lost or doubled some, and then no number of it is given.
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
    """The cells of a stream below its header, the names of its value columns, and what stands above it."""

    cells: tuple[Cell, ...]
    column_names: tuple[str, ...]
    cells_above: tuple[Cell, ...] = ()


def find_stream(placed_grid: PlacedGrid) -> StatisticsStream | None:
    """The table that a stream of cells is, or None."""
    cells = placed_grid.grid.cells
    heads = [place for place, cell in enumerate(cells) if is_header(cell.text)][:_HEADER_TEXTS]
    if len(heads) < _HEADER_TEXTS:
        return StatisticsStream(cells, ("",)) if is_national_table(placed_grid.grid) else None
    after = list(enumerate(cells))[heads[-1] + 1 :]
    filled = [place for place, cell in after if cell.text.strip() and not cell.padding]
    names: list[str] = []
    for place, behind in pairwise(filled):
        if is_numbered(cells[place].text) or is_unit(cells[behind].text):
            plain_names = [name for name in names if not is_spanning_header(name)]
            return StatisticsStream(
                cells[place:], tuple(plain_names) if len(plain_names) > 1 else ("",), cells[: heads[0]]
            )
        names.append(printed_label(cells[place].text))
    return None


def read_stream_rows(number: int, stream: StatisticsStream) -> Iterator[StatisticsRow]:
    """The rows of the stream, in grid `number`."""
    rows = list(_split_rows(stream.cells))
    size = len(stream.column_names) + _has_opening_separators([rest for _, unit, rest in rows[:-1] if unit])
    for place, (labels, unit, rest) in enumerate(rows, 1):
        # Behind the last row no separator opens another.
        sizes = {size, len(stream.column_names)} if place == len(rows) else {size}
        values = (
            _certain_values(rest, len(stream.column_names))
            if not unit or _cell_count(rest) in sizes
            else None
        )
        yield StatisticsRow(
            number, False, labels, unit, tuple(_named_values(stream.column_names, values, labels, rest))
        )


def _split_rows(cells: Sequence[Cell]) -> Iterator[_StreamRow]:
    """Labels, unit and what stands behind it, row by row."""
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
    """Whether a separator opens every row, and looks like an empty cell at the end of the row above."""
    ends = [[cell for cell in rest if not cell.padding][-1:] for rest in rows]
    return bool(ends) and not any(cell.text.strip() for end in ends for cell in end)


def _cell_count(rest: Sequence[Cell]) -> int:
    return sum(1 for cell in rest if not cell.padding) or sum(len(cell.text) for cell in rest)


def _named_values(
    names: Sequence[str], values: Sequence[Cell] | None, labels: Sequence[Cell], rest: Sequence[Cell]
) -> Iterator[StatisticsValue]:
    """The values under their names, or what stands there instead, marked as uncertain."""
    found = [cell for cell in rest if not cell.padding] if values is None else values
    for place, name in enumerate(names):
        cell = found[place] if place < len(found) else labels[-1]
        yield StatisticsValue(name, cell, is_certain=values is not None)


def _split_unit(tail: Sequence[Cell]) -> tuple[str, Sequence[Cell]]:
    """The unit, and the cells behind its cell, which is empty or has a mark in a heading's row."""
    if tail and is_unit(tail[0].text):
        return collapse_whitespace(tail[0].text), tail[1:]
    return "", tail[1:]


def _certain_values(rest: Sequence[Cell], width: int) -> Sequence[Cell] | None:
    """The values of a row; None where it has not as many cells as there are columns.

    An empty cell too many is the separator that opens the next row; a run of separators may be empty cells.
    """
    cells = [cell for cell in rest if not cell.padding]
    spare = cells[width:]
    if len(cells) >= width and not any(cell.text.strip() for cell in spare):
        return cells[:width]
    run = sum(len(cell.text) for cell in rest if cell.padding)
    if not cells and run >= width:
        return [Cell("", rest[0].row, rest[0].column + at) for at in range(width)]
    return None
