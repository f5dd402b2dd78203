"""Which of the cells behind a label are the row's values.

Header texts are never asked: in published reports they are broken more often than the values are. A row
is certain when only one placing of its cells leaves nothing but blanks outside; otherwise the certain
rows of the same grid vote; otherwise the row is uncertain, and no number is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from archive.model import Cell, GridKind
from archive.rows import PrintedRow

Votes = Mapping[tuple[int, int], int]


def votes(rows: Iterable[tuple[PrintedRow, int]]) -> Votes:
    """(grid, label column) → the column where values start, from rows that leave no choice and agree.

    In a grid with true spans every row votes for every other, under label column -1. A Markdown grid has
    lost its spans, and there a row speaks only for rows whose label stands in the same column: in seed 002
    values start in column 2 behind a label in column 0 or 1, and in column 3 behind one in column 2.
    """
    counted: dict[tuple[int, int], Counter[int]] = {}
    for row, width in rows:
        starts = placings(row, width)
        if len(starts) == 1 and row.kind is not GridKind.STREAM:
            counted.setdefault(_bench(row), Counter())[row.tail[starts[0]].column] += 1
    return {bench: next(iter(count)) for bench, count in counted.items() if len(count) == 1}


def window(row: PrintedRow, width: int, voted: Votes) -> tuple[Cell, ...] | None:
    """The `width` cells that hold the row's values, or None when that is not certain."""
    starts = placings(row, width)
    if len(starts) > 1:
        column = voted.get(_bench(row))
        agreed = [start for start in starts if row.tail[start].column == column]
        if agreed:
            starts = agreed
        elif not any(cell.text.strip() for cell in row.tail):
            starts = starts[:1]  # all blank: every placing says the same
    if len(starts) != 1:
        return None
    return row.tail[starts[0] : starts[0] + width]


def placings(row: PrintedRow, width: int) -> list[int]:
    """Where in the tail the values can start so that only blanks stay outside.

    In a stream the first cell behind the label is the first value: empty cells there are printed ones, and
    the run of separators at a row's end is longer than one only where the row was padded.
    """
    last = len(row.tail) - width
    if last < 0:
        return []
    starts = [0] if row.kind is GridKind.STREAM else range(last + 1)
    return [start for start in starts if _blank(row.tail[:start]) and _blank(row.tail[start + width :])]


def _blank(cells: Iterable[Cell]) -> bool:
    return not any(cell.text.strip() for cell in cells)


def _bench(row: PrintedRow) -> tuple[int, int]:
    return (row.grid, -1 if row.kind is GridKind.SPANS else row.label.column)
