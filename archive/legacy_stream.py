"""The statistics table where cells come in a row without columns: pipes, and the tabs that Word saves.

A row is a label, a unit, and as many values as the header has names behind the one for units. A row with
another number of cells has lost or doubled some, and then no number of it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.legacy_labels import is_header, is_label, is_national, is_numbered, is_over, is_unit, printed
from archive.legacy_rows import Line, Value
from archive.model import Cell
from archive.normalise import tidy
from archive.sections import Placed

_COLUMN_HEADS = 2


@dataclass(frozen=True, slots=True)
class Stream:
    """The cells of a stream below its header, the names of its value columns, and what stands above it."""

    cells: tuple[Cell, ...]
    names: tuple[str, ...]
    above: tuple[Cell, ...] = ()


def stream_of(placed: Placed) -> Stream | None:
    """The table that a stream of cells is, or None."""
    cells = placed.grid.cells
    heads = [place for place, cell in enumerate(cells) if is_header(cell.text)][:_COLUMN_HEADS]
    if len(heads) < _COLUMN_HEADS:
        return Stream(cells, ("",)) if is_national(placed.grid) else None
    after = list(enumerate(cells))[heads[-1] + 1 :]
    filled = [place for place, cell in after if cell.text.strip() and not cell.padding]
    names: list[str] = []
    for place, behind in pairwise(filled):
        if is_numbered(cells[place].text) or is_unit(cells[behind].text):
            told = [name for name in names if not is_over(name)]
            return Stream(cells[place:], tuple(told) if len(told) > 1 else ("",), cells[: heads[0]])
        names.append(printed(cells[place].text))
    return None


def stream_lines(number: int, stream: Stream) -> Iterator[Line]:
    """The rows of the stream, in grid `number`."""
    labels: list[Cell] = []
    tail: list[Cell] = []
    for cell in stream.cells:
        if not is_label(cell.text):
            tail.append(cell)
            continue
        if labels and tail:
            yield _line(number, labels, tail, stream.names)
            labels, tail = [], []
        labels.append(cell)
    if labels:
        yield _line(number, labels, tail, stream.names)


def _line(number: int, labels: Sequence[Cell], tail: Sequence[Cell], names: Sequence[str]) -> Line:
    unit, rest = _unit(tail)
    values = _certain(rest, len(names))
    if values is None:
        found = [cell for cell in rest if not cell.padding]
        doubtful = [found[at] if at < len(found) else labels[-1] for at in range(len(names))]
        told = tuple(Value(name, cell, certain=False) for name, cell in zip(names, doubtful, strict=True))
    else:
        told = tuple(Value(name, cell) for name, cell in zip(names, values, strict=True))
    return Line(number, False, tuple(labels), unit, told)


def _unit(tail: Sequence[Cell]) -> tuple[str, Sequence[Cell]]:
    """The unit, and the cells behind its cell, which is empty or has a mark in a heading's row."""
    if tail and is_unit(tail[0].text):
        return tidy(tail[0].text), tail[1:]
    return "", tail[1:]


def _certain(rest: Sequence[Cell], width: int) -> Sequence[Cell] | None:
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
