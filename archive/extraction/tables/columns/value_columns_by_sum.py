"""Find the column where values start by the sums of the table, if no row shows it.

A Markdown row with a merged label and a blank 总计 has an empty cell at both ends, so its values can start in
two places. Only the sums decide: from the wrong start, each figure is in the column of its neighbour.
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
# Rows with two or three levels of labels, each with one possible start for every empty cell around it.
_MAX_ASSIGNMENTS = 256
# Of different amounts: among many blanks, one sum or one repeated small number can hold by chance.
_MIN_SHARED_SUMS = 2


@dataclass(frozen=True, slots=True)
class TableSums:
    """The sums of a table: the index of the total among a row's values, and sums over rows, by key."""

    total_index: int | None = None
    row_sums: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class StartCandidates:
    """A printed row with its layout key, and its values for each column where they may start."""

    row: str
    layout_key: Hashable
    cells_by_start: Mapping[int, tuple[Cell, ...]]
    is_filled: bool = True

    def cells(self, starts: Starts) -> tuple[Cell, ...] | None:
        """Return the values by the given starts, None if there is none; a blank row needs no start."""
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
    """Return start columns of layout keys not in `known`; empty unless exactly one assignment adds up."""
    open_starts: dict[Hashable, set[int]] = {}
    for candidate in candidates:
        if candidate.is_filled and candidate.layout_key not in known:
            starts = set(candidate.cells_by_start)
            open_starts[candidate.layout_key] = open_starts.get(candidate.layout_key, starts) & starts
    fitting = {key: sorted(starts) for key, starts in open_starts.items() if starts}
    solutions: list[tuple[dict[Hashable, int], _HeldSums]] = []
    for number, chosen_starts in enumerate(product(*fitting.values())):
        assignment = dict(zip(fitting, chosen_starts, strict=True))
        if number >= _MAX_ASSIGNMENTS:
            return {}
        held = _find_held_sums(_values_by_row(candidates, {**known, **assignment}), sums)
        if held is not None:
            solutions.append((assignment, held))
    if len(solutions) != 1:
        return {}
    [(assignment, held)] = solutions
    return assignment if _confirmed_by_sums(held, known) >= assignment.keys() else {}


def _values_by_row(candidates: Sequence[StartCandidates], starts: Starts) -> _Values:
    """Return the cells of each row that is printed once and whose start is given."""
    once = [
        candidate for candidate in candidates if sum(candidate.row == other.row for other in candidates) == 1
    ]
    return {
        candidate.row: (candidate.layout_key, cells)
        for candidate in once
        if (cells := candidate.cells(starts)) is not None
    }


def _find_held_sums(values: _Values, sums: TableSums) -> _HeldSums | None:
    """Return for each sum the layout keys of its figures and its amount; None if a sum does not hold."""
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
    """Return the layout keys that share enough sums with rows whose start is known or confirmed.

    Sums among unknown rows alone prove nothing: shifted together, they would hold as well.
    """
    confirmed = set(known)
    for _ in held_sums:
        shared = {(key, amount) for using, amount in held_sums if using & confirmed for key in using}
        counted = Counter(key for key, _ in shared)
        confirmed |= {key for key, count in counted.items() if count >= _MIN_SHARED_SUMS}
    return confirmed


def _equations(values: _Values, sums: TableSums) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    """Yield the sums along rows and columns for which every cell exists and is a number or blank."""
    if sums.total_index is not None:
        for key, cells in values.values():
            parts = [cell for index, cell in enumerate(cells) if index != sums.total_index]
            yield from _complete_equation([(key, cell) for cell in parts], [(key, cells[sums.total_index])])
    for left, right in sums.row_sums:
        if all(key in values for key in (*left, *right)):
            for index in range(min(len(values[key][1]) for key in (*left, *right))):
                yield from _complete_equation(
                    *([(values[key][0], values[key][1][index]) for key in side] for side in (left, right))
                )


def _complete_equation(
    left: Iterable[tuple[Hashable, Cell]], right: Iterable[tuple[Hashable, Cell]]
) -> Iterator[tuple[list[_Operand], list[_Operand]]]:
    sides = [[_operand(*pair) for pair in side] for side in (left, right)]
    numbers = [[operand for operand in side if operand is not None] for side in sides]
    if list(map(len, numbers)) == list(map(len, sides)):
        yield numbers[0], numbers[1]


def _operand(layout_key: Hashable, cell: Cell) -> _Operand | None:
    if not cell.text.strip():
        return _Operand(layout_key, Decimal(0), is_blank=True)
    number = read_plain_number(cell.text)
    return None if number is None else _Operand(layout_key, number, is_blank=False)
