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

from archive.extraction.cells import read_plain_number
from archive.model import Cell

Starts = Mapping[Hashable, int]
_HeldSums = list[tuple[set[Hashable], Decimal]]
_Values = Mapping[str, tuple[Hashable, tuple[Cell, ...]]]
# Rows of two or three depths of label, each with as many places as there are empty cells around it.
_MAX_ANSWERS = 256
# Different amounts: one sum, or the same small number in several, holds by chance among many blanks.
_MIN_SHARED_SUMS = 2


@dataclass(frozen=True, slots=True)
class TableSums:
    """What adds up in a table: the place of the total among a row's values, and sums over rows, by key."""

    total_index: int | None = None
    row_sums: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class StartCandidates:
    """A printed row, the rows that are built like it, and its values for each column where they may start."""

    row: str
    layout_key: Hashable
    cells_by_start: Mapping[int, tuple[Cell, ...]]
    is_filled: bool = True

    def cells(self, starts: Starts) -> tuple[Cell, ...] | None:
        """The values, as far as it is said where they start; a row of blanks is blank wherever that is."""
        if not self.is_filled:
            return next(iter(self.cells_by_start.values()), None)
        return self.cells_by_start.get(starts.get(self.layout_key, -1))


@dataclass(frozen=True, slots=True)
class _Operand:
    """One cell of a sum. `number` is 0 for a blank."""

    layout_key: Hashable
    number: Decimal
    is_blank: bool


def starts_by_sum(
    candidates: Sequence[StartCandidates], known: Starts, sums: TableSums
) -> dict[Hashable, int]:
    """The columns in which the values of benches outside `known` start, where one answer alone adds up."""
    left_open: dict[Hashable, set[int]] = {}
    for choice in candidates:
        if choice.is_filled and choice.layout_key not in known:
            left_open[choice.layout_key] = left_open.get(choice.layout_key, set(choice.cells_by_start)) & set(
                choice.cells_by_start
            )
    fitting = {bench: sorted(starts) for bench, starts in left_open.items() if starts}
    found: list[tuple[dict[Hashable, int], _HeldSums]] = []
    for number, starts in enumerate(product(*fitting.values())):
        answer = dict(zip(fitting, starts, strict=True))
        if number >= _MAX_ANSWERS:
            return {}
        held = _find_held_sums(_values_by_row(candidates, {**known, **answer}), sums)
        if held is not None:
            found.append((answer, held))
    if len(found) != 1:
        return {}
    [(answer, held)] = found
    return answer if _confirmed_by_sums(held, known) >= answer.keys() else {}


def _values_by_row(candidates: Sequence[StartCandidates], starts: Starts) -> _Values:
    """The cells of each row that stands once, as far as it is said where they start."""
    once = [
        candidate for candidate in candidates if sum(candidate.row == other.row for other in candidates) == 1
    ]
    return {
        candidate.row: (candidate.layout_key, cells)
        for candidate in once
        if (cells := candidate.cells(starts)) is not None
    }


def _find_held_sums(values: _Values, sums: TableSums) -> _HeldSums | None:
    """The benches whose figures make up each sum, and how much it is; None where a sum does not hold."""
    held: _HeldSums = []
    for left, right in _equations(values, sums):
        if all(operand.is_blank for operand in left) or all(operand.is_blank for operand in right):
            continue
        amount = sum((operand.number for operand in right), Decimal(0))
        if sum(operand.number for operand in left) != amount:
            return None
        held.append(({operand.layout_key for operand in (*left, *right) if operand.number}, amount))
    return held


def _confirmed_by_sums(held_sums: _HeldSums, known: Starts) -> set[Hashable]:
    """The benches that share enough sums with rows whose place is known, or is proved by others.

    Rows that are open all together prove nothing: shifted together, they would add up as well.
    """
    proved = set(known)
    for _ in held_sums:
        shared = {(bench, amount) for using, amount in held_sums if using & proved for bench in using}
        counted = Counter(bench for bench, _ in shared)
        proved |= {bench for bench, count in counted.items() if count >= _MIN_SHARED_SUMS}
    return proved


def _equations(values: _Values, sums: TableSums) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    """Sums along rows and down columns of which every cell is there and is a number or blank."""
    if sums.total_index is not None:
        for bench, cells in values.values():
            parts = [cell for place, cell in enumerate(cells) if place != sums.total_index]
            yield from _complete_equation(
                [(bench, cell) for cell in parts], [(bench, cells[sums.total_index])]
            )
    for left, right in sums.row_sums:
        if all(key in values for key in (*left, *right)):
            for place in range(min(len(values[key][1]) for key in (*left, *right))):
                yield from _complete_equation(
                    *([(values[key][0], values[key][1][place]) for key in side] for side in (left, right))
                )


def _complete_equation(
    left: Iterable[tuple[Hashable, Cell]], right: Iterable[tuple[Hashable, Cell]]
) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    found = [[_operand(*pair) for pair in side] for side in (left, right)]
    whole = [[operand for operand in side if operand is not None] for side in found]
    if list(map(len, whole)) == list(map(len, found)):
        yield whole[0], whole[1]


def _operand(layout_key: Hashable, cell: Cell) -> _Operand | None:
    if not cell.text.strip():
        return _Operand(layout_key, Decimal(0), is_blank=True)
    number = read_plain_number(cell.text)
    return None if number is None else _Operand(layout_key, number, is_blank=False)
