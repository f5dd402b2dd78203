"""Grids cut into printed rows: a label, and the cells between it and the next label.

Nothing here knows how many values a row should have; `archive.windows` decides which cells they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.cells import is_value
from archive.labels import Label, Labels, headers
from archive.model import Cell, GridKind
from archive.normalise import norm
from archive.sections import Placed


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as it stands in a grid. `row` is "" when no label claims it; `mutilated` when it was guessed.

    `label` is the cell that named it (or the text that named nothing), `tail` the cells behind it.
    """

    grid: int
    kind: GridKind
    label: Cell
    tail: tuple[Cell, ...]
    row: str = ""
    group: str = ""
    mutilated: bool = False


def printed_rows(placed: Iterable[Placed], table: str, labels: Labels) -> list[PrintedRow]:
    """Every row of `table` in the grids, in reading order; header lines are left out."""
    found: list[PrintedRow] = []
    after = -1
    for one in placed:
        lines = (
            _stream(one, labels, after) if one.grid.kind is GridKind.STREAM else _lines(one, labels, after)
        )
        for row in lines:
            found.append(row)
            after = max(after, labels.order.get(row.row, -1))
    header = headers(table)
    return _mend([row for row in found if row.row or norm(row.label.text) not in header], labels)


def _lines(placed: Placed, labels: Labels, after: int) -> Iterator[PrintedRow]:
    """Rows of a grid whose rows are rows: the last known label of a line names it."""
    for line in placed.grid.lines():
        named: Label | None = None
        at = -1
        for place, cell in enumerate(line):
            label = labels.match(cell.text, after)
            if label:
                named, at = label, place
        if named is None or not named.row:
            # An unknown label stands where the row's own label should: the first text behind the group.
            texts = [place for place, cell in enumerate(line) if place > at and not is_value(cell.text)]
            if not texts:
                continue
            at = texts[0]
            named = Label(group=named.group if named else "")
        else:
            after = max(after, labels.order[named.row])
        yield PrintedRow(
            placed.number, placed.grid.kind, line[at], tuple(line[at + 1 :]), named.row, named.group
        )


def _stream(placed: Placed, labels: Labels, after: int) -> Iterator[PrintedRow]:
    """Rows of a run of cells: whatever stands between one label and the next."""
    open_row: tuple[Label, Cell] | None = None
    tail: list[Cell] = []
    for cell in placed.grid.places():
        label = labels.match(cell.text, after)
        if label is None and (is_value(cell.text) or open_row is None):
            if open_row is not None:
                tail.append(cell)
            continue
        if open_row is not None and _is_row(open_row[0], tail):
            yield _printed(placed, open_row, tail)
            after = max(after, labels.order.get(open_row[0].row, -1))
        open_row, tail = (label or Label(), cell), []
    if open_row is not None and _is_row(open_row[0], tail):
        yield _printed(placed, open_row, tail)


def _is_row(label: Label, tail: Sequence[Cell]) -> bool:
    """A group's label alone, with the label of its first row right behind it, is no row."""
    return bool(tail) if label.group else True


def _printed(placed: Placed, named: tuple[Label, Cell], tail: Sequence[Cell]) -> PrintedRow:
    label, cell = named
    return PrintedRow(placed.number, placed.grid.kind, cell, tuple(tail), label.row, label.group)


def _mend(rows: list[PrintedRow], labels: Labels) -> list[PrintedRow]:
    """Give rows with an unknown label and values the one form row that their label can be a mutilation of."""
    taken = {row.row for row in rows}
    mended: list[PrintedRow] = []
    for place, row in enumerate(rows):
        if row.row or not any(is_value(cell.text) and cell.text for cell in row.tail):
            mended.append(row)
            continue
        low = max((labels.order[one.row] for one in mended if one.row), default=-1)
        high = min((labels.order[one.row] for one in rows[place + 1 :] if one.row), default=len(labels.order))
        guess = labels.closest(row.label.text, low, high)
        if guess is None or guess in taken:
            mended.append(row)
            continue
        taken.add(guess)
        mended.append(PrintedRow(row.grid, row.kind, row.label, row.tail, guess, "", mutilated=True))
    return mended
