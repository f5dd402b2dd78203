"""Damages of drawn tables, with the values that a reader may still give for each row."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from archive.model import Cell
from tests.support.drawn_tables import DrawnRow

AllowedValues = dict[str, list[list[str]]]
"""Row → the series of values that a reader may give for it without a warning."""
Damage = Callable[[random.Random, list[DrawnRow], AllowedValues], None]


def drop_cell(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Remove a value; later ones move up."""
    line = chance.choice(lines)
    line.values.pop(chance.randrange(len(line.values)))


def drop_cell_and_add_blank(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Remove a value and add an empty cell: values between them move to another cell."""
    line = chance.choice(lines)
    line.values.pop(chance.randrange(len(line.values)))
    line.values.insert(chance.choice((0, len(line.values))), "")
    allowed[line.key].append(list(line.values))


def double_cell(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Print a value twice."""
    line = chance.choice(lines)
    place = chance.randrange(len(line.values))
    line.values.insert(place, line.values[place])


def add_blank(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Insert an empty cell between the values."""
    line = chance.choice(lines)
    line.values.insert(chance.randrange(len(line.values) + 1), "")


def swap_cells(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Swap two values of a row."""
    line = chance.choice(lines)
    first, second = chance.randrange(len(line.values)), chance.randrange(len(line.values))
    line.values[first], line.values[second] = line.values[second], line.values[first]
    allowed[line.key].append(list(line.values))


def swap_rows(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Swap two rows with their labels."""
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]


def drop_row(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Remove a row."""
    line = lines.pop(chance.randrange(len(lines)))
    allowed[line.key] = []


def double_row(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Print a row twice, the second time with another number: neither is reliable."""
    place = chance.randrange(len(lines))
    copy = deepcopy(lines[place])
    copy.values[chance.randrange(len(copy.values))] = "77"
    lines.insert(chance.randrange(len(lines)), copy)
    allowed[copy.key] = [[]]


def lose_label(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Remove a row's label cell; its values move there, or to the end of the row above."""
    chance.choice(lines).labels.pop()


def blank_label(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Clear a row's label cell."""
    line = chance.choice(lines)
    place = max(n for n, cell in enumerate(line.labels) if cell.text)
    line.labels[place] = Cell("", 0, 0, colspan=line.labels[place].colspan)


def swap_labels(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Swap two labels, if their rows have equally many values: each row gets the other's values."""
    first, second = chance.choice(lines), chance.choice(lines)
    if (
        len(first.values) == len(second.values)
        and len(first.labels) == len(second.labels)
        and first is not second
    ):
        first.labels, second.labels = second.labels, first.labels
        allowed[first.key].append(list(second.values))
        allowed[second.key].append(list(first.values))


def spoil_cell(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Replace a value by a text that is not a number."""
    line = chance.choice(lines)
    line.values[chance.randrange(len(line.values))] = chance.choice(("约3", "见附件", "12余"))


DAMAGES: tuple[Damage, ...] = (
    drop_cell, drop_cell_and_add_blank, double_cell, add_blank, swap_cells, swap_rows, drop_row, double_row,
    lose_label, blank_label, swap_labels, spoil_cell,
)  # fmt: skip
