"""Parses the number lists, matrices and paths in OFD attributes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

NumberTuple = tuple[float, ...]

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
# Number of operands of each path operator; the last two are the end point.
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
        """Return the transformed point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def compose(self, inner: Matrix) -> Matrix:
        """Return the map that applies `inner` first and then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            *self.transform_point(inner.e, inner.f),
        )


def parse_numbers(value: str | None) -> NumberTuple:
    """Return the numbers of a list, () if any of them is invalid."""
    try:
        numbers = tuple(float(part) for part in (value or "").replace(",", " ").split())
    except ValueError:
        return ()
    return numbers if all(map(math.isfinite, numbers)) else ()


def parse_steps(value: str | None, count: int) -> NumberTuple:
    """Return the first `count` steps of a `DeltaX` or `DeltaY`; `g 3 5` means three steps of 5."""
    parts = (value or "").split()
    steps: list[float] = []
    index = 0
    while index < len(parts) and len(steps) < count:
        is_repeat = parts[index] == "g"
        values = parse_numbers(
            " ".join(parts[index + 1 : index + 3] if is_repeat else parts[index : index + 1])
        )
        if len(values) != 1 + is_repeat:
            break
        steps += [values[-1]] * (max(0, min(int(values[0]), count - len(steps))) if is_repeat else 1)
        index += 3 if is_repeat else 1
    return tuple(steps)


def path_segments(path: str | None, max_steps: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight segments (x, y, x, y) of a path, of at most `max_steps` operations."""
    start = previous = (0.0, 0.0)
    for letter, operands in _path_operations(path or "", max_steps):
        point = (operands[-2], operands[-1]) if operands else start
        if letter in "SM":
            start = point
        elif letter in "LC":
            yield (*previous, *point)
        previous = point


def _path_operations(path: str, max_steps: int) -> Iterator[tuple[str, NumberTuple]]:
    tokens = (match.group() for match in _TOKEN.finditer(path))
    for _, letter in zip(range(max_steps), tokens, strict=False):
        operands = [next(tokens, "") for _ in range(_OPERAND_COUNTS.get(letter.upper(), 0))]
        numbers = parse_numbers(" ".join(operands))
        if len(numbers) != len(operands):
            return
        yield letter.upper(), numbers
