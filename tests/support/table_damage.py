"""Damage done to drawn tables, with what each row may say afterwards."""

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
    """A value is lost; those behind it move up."""
    line = chance.choice(lines)
    line.values.pop(chance.randrange(len(line.values)))


def drop_cell_and_add_blank(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A value is lost and an empty cell is added: what stands behind it is in another cell now."""
    line = chance.choice(lines)
    line.values.pop(chance.randrange(len(line.values)))
    line.values.insert(chance.choice((0, len(line.values))), "")
    allowed[line.key].append(list(line.values))


def double_cell(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A value is printed twice."""
    line = chance.choice(lines)
    place = chance.randrange(len(line.values))
    line.values.insert(place, line.values[place])


def add_blank(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """An empty cell comes between the values."""
    line = chance.choice(lines)
    line.values.insert(chance.randrange(len(line.values) + 1), "")


def swap_cells(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Two values of a row change places."""
    line = chance.choice(lines)
    one, other = chance.randrange(len(line.values)), chance.randrange(len(line.values))
    line.values[one], line.values[other] = line.values[other], line.values[one]
    allowed[line.key].append(list(line.values))


def swap_rows(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Two rows change places, labels with them."""
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def drop_row(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A row is lost."""
    line = lines.pop(chance.randrange(len(lines)))
    allowed[line.key] = []


def double_row(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A row is printed twice, the second time with another number: neither can be trusted."""
    place = chance.randrange(len(lines))
    copy = deepcopy(lines[place])
    copy.values[chance.randrange(len(copy.values))] = "77"
    lines.insert(chance.randrange(len(lines)), copy)
    allowed[copy.key] = [[]]


def lose_label(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A row's label cell is lost, its values move to its place or behind the row above."""
    chance.choice(lines).labels.pop()


def blank_label(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A row's label cell is empty."""
    line = chance.choice(lines)
    place = max(n for n, cell in enumerate(line.labels) if cell.text)
    line.labels[place] = Cell("", 0, 0, colspan=line.labels[place].colspan)


def swap_labels(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """Two labels change places: each row's values are the other's now, where there are as many."""
    one, other = chance.choice(lines), chance.choice(lines)
    if len(one.values) == len(other.values) and len(one.labels) == len(other.labels) and one is not other:
        one.labels, other.labels = other.labels, one.labels
        allowed[one.key].append(list(other.values))
        allowed[other.key].append(list(one.values))


def spoil_cell(chance: random.Random, lines: list[DrawnRow], allowed: AllowedValues) -> None:
    """A value becomes something that is no number."""
    line = chance.choice(lines)
    line.values[chance.randrange(len(line.values))] = chance.choice(("约3", "见附件", "12余"))


DAMAGES: tuple[Damage, ...] = (
    drop_cell, drop_cell_and_add_blank, double_cell, add_blank, swap_cells, swap_rows, drop_row, double_row,
    lose_label, blank_label, swap_labels, spoil_cell,
)  # fmt: skip
