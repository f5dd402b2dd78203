"""Lists of numbers as OFD writes them, in attributes: places, matrices, steps, paths."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

NumberTuple = tuple[float, ...]

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# Numbers behind each letter of a path: to where it draws is told by the last two.
_OPERAND_COUNTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Matrix(NamedTuple):
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def transform_point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def compose(self, inner: Matrix) -> Matrix:
        """The map that applies `inner` first, and then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            *self.transform_point(inner.e, inner.f),
        )


def parse_numbers(stated: str | None) -> NumberTuple:
    """The numbers of a list, () where one of them is none."""
    try:
        found = tuple(float(part) for part in (stated or "").replace(",", " ").split())
    except ValueError:
        return ()
    return found if all(map(math.isfinite, found)) else ()


def parse_steps(stated: str | None, count: int) -> NumberTuple:
    """The first `count` steps of a `DeltaX` or `DeltaY`; `g 3 5` in it stands for three steps of 5."""
    parts = (stated or "").split()
    found: list[float] = []
    place = 0
    while place < len(parts) and len(found) < count:
        repeated = parts[place] == "g"
        head = parse_numbers(" ".join(parts[place + 1 : place + 3] if repeated else parts[place : place + 1]))
        if len(head) != 1 + repeated:
            break
        found += [head[-1]] * (max(0, min(int(head[0]), count - len(found))) if repeated else 1)
        place += 3 if repeated else 1
    return tuple(found)


def path_segments(path: str | None, max_steps: int) -> Iterator[tuple[float, float, float, float]]:
    """The straight segments of a path, from point to point, of at most so many steps."""
    start = last = (0.0, 0.0)
    for letter, operands in _path_operations(path or "", max_steps):
        point = (operands[-2], operands[-1]) if operands else start
        if letter in "SM":
            start = point
        elif letter in "LC":
            yield (*last, *point)
        last = point


def _path_operations(path: str, max_steps: int) -> Iterator[tuple[str, NumberTuple]]:
    tokens = (found.group() for found in _TOKEN.finditer(path))
    for _, letter in zip(range(max_steps), tokens, strict=False):
        operands = [next(tokens, "") for _ in range(_OPERAND_COUNTS.get(letter.upper(), 0))]
        found = parse_numbers(" ".join(operands))
        if len(found) != len(operands):
            return
        yield letter.upper(), found
