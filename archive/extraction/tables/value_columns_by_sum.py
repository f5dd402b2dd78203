"""Where values start in a grid of which no row tells it: the one place at which everything adds up.

A Markdown row whose label was merged and whose 总计 is blank has an empty cell at either end, and fits in two
places. It is settled only by sums: in the wrong place a figure stands in its neighbour's column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from archive.extraction.cells import read_plain
from archive.model import Cell

Starts = Mapping[Hashable, int]
_Held = list[tuple[set[Hashable], Decimal]]
_Values = Mapping[str, tuple[Hashable, tuple[Cell, ...]]]
# Rows of two or three depths of label, each with as many places as there are empty cells around it.
_MOST = 256
# Different amounts: one sum, or the same small number in several, holds by chance among many blanks.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Sums:
    """What adds up in a table: the place of the total among a row's values, and sums over rows, by key."""

    total: int | None = None
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A printed row, the rows that are built like it, and its values for each column where they may start."""

    row: str
    bench: Hashable
    windows: Mapping[int, tuple[Cell, ...]]
    filled: bool = True

    def cells(self, starts: Starts) -> tuple[Cell, ...] | None:
        """The values, as far as it is said where they start; a row of blanks is blank wherever that is."""
        if not self.filled:
            return next(iter(self.windows.values()), None)
        return self.windows.get(starts.get(self.bench, -1))


@dataclass(frozen=True, slots=True)
class _Operand:
    """One cell of a sum. `number` is 0 for a blank."""

    bench: Hashable
    number: Decimal
    blank: bool


def starts_that_add_up(choices: Sequence[Choice], known: Starts, sums: Sums) -> dict[Hashable, int]:
    """The columns in which the values of benches outside `known` start, where one answer alone adds up."""
    left_open: dict[Hashable, set[int]] = {}
    for choice in choices:
        if choice.filled and choice.bench not in known:
            left_open[choice.bench] = left_open.get(choice.bench, set(choice.windows)) & set(choice.windows)
    fitting = {bench: sorted(starts) for bench, starts in left_open.items() if starts}
    found: list[tuple[dict[Hashable, int], _Held]] = []
    for number, starts in enumerate(product(*fitting.values())):
        answer = dict(zip(fitting, starts, strict=True))
        if number >= _MOST:
            return {}
        held = _held(_values(choices, {**known, **answer}), sums)
        if held is not None:
            found.append((answer, held))
    if len(found) != 1:
        return {}
    [(answer, held)] = found
    return answer if _proved(held, known) >= answer.keys() else {}


def _values(choices: Sequence[Choice], starts: Starts) -> _Values:
    """The cells of each row that stands once, as far as it is said where they start."""
    once = [one for one in choices if sum(one.row == other.row for other in choices) == 1]
    return {one.row: (one.bench, cells) for one in once if (cells := one.cells(starts)) is not None}


def _held(values: _Values, sums: Sums) -> _Held | None:
    """The benches whose figures make up each sum, and how much it is; None where a sum does not hold."""
    held: _Held = []
    for left, right in _equations(values, sums):
        if all(one.blank for one in left) or all(one.blank for one in right):
            continue
        amount = sum((one.number for one in right), Decimal(0))
        if sum(one.number for one in left) != amount:
            return None
        held.append(({one.bench for one in (*left, *right) if one.number}, amount))
    return held


def _proved(held: _Held, known: Starts) -> set[Hashable]:
    """The benches that share enough sums with rows whose place is known, or is proved by others.

    Rows that are open all together prove nothing: shifted together, they would add up as well.
    """
    proved = set(known)
    for _ in held:
        shared = {(bench, amount) for using, amount in held if using & proved for bench in using}
        counted = Counter(bench for bench, _ in shared)
        proved |= {bench for bench, count in counted.items() if count >= _ENOUGH}
    return proved


def _equations(values: _Values, sums: Sums) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    """Sums along rows and down columns of which every cell is there and is a number or blank."""
    if sums.total is not None:
        for bench, cells in values.values():
            parts = [cell for place, cell in enumerate(cells) if place != sums.total]
            yield from _whole([(bench, cell) for cell in parts], [(bench, cells[sums.total])])
    for left, right in sums.rows:
        if all(key in values for key in (*left, *right)):
            for place in range(min(len(values[key][1]) for key in (*left, *right))):
                yield from _whole(
                    *([(values[key][0], values[key][1][place]) for key in side] for side in (left, right))
                )


def _whole(
    left: Iterable[tuple[Hashable, Cell]], right: Iterable[tuple[Hashable, Cell]]
) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    found = [[_operand(*one) for one in side] for side in (left, right)]
    whole = [[one for one in side if one is not None] for side in found]
    if list(map(len, whole)) == list(map(len, found)):
        yield whole[0], whole[1]


def _operand(bench: Hashable, cell: Cell) -> _Operand | None:
    if not cell.text.strip():
        return _Operand(bench, Decimal(0), blank=True)
    number = read_plain(cell.text)
    return None if number is None else _Operand(bench, number, blank=False)
