"""Damage to bytes: flipped ones, tags and separators cut out, lines lost; each remembers where it struck."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

_TAG = re.compile(rb"<[^<>]{1,300}>")
_SEPARATOR = re.compile(rb"[|\t\n]")
_MARKUP = (".html", ".docx")


@dataclass(frozen=True)
class Stroke:
    """`removed` bytes at `start` gave way to `put`."""

    start: int
    removed: int
    put: bytes


@dataclass(frozen=True)
class Damaged:
    """Bytes after a few strokes, which are in order and do not overlap."""

    data: bytes
    strokes: tuple[Stroke, ...]

    def place(self, at: int) -> int:
        """Where the byte that stood at `at` stands now."""
        moved = at
        for stroke in self.strokes:
            if stroke.start + stroke.removed <= at:
                moved += len(stroke.put) - stroke.removed
            elif stroke.start < at:
                moved -= at - stroke.start
        return moved

    def struck(self, start: int, end: int) -> bool:
        """Whether a stroke fell between two places of the undamaged bytes."""
        return any(stroke.start <= end and stroke.start + stroke.removed >= start for stroke in self.strokes)


def _applied(data: bytes, strokes: list[Stroke]) -> Damaged:
    ordered = sorted({stroke.start: stroke for stroke in strokes}.values(), key=lambda one: one.start)
    pieces, last, kept = [], 0, []
    for stroke in ordered:
        if stroke.start >= last:
            pieces += [data[last : stroke.start], stroke.put]
            last = stroke.start + stroke.removed
            kept.append(stroke)
    return Damaged(b"".join([*pieces, data[last:]]), tuple(kept))


def flip_bytes(data: bytes, suffix: str, random: Random) -> Damaged:
    """One to eight bytes made others."""
    places = [random.randrange(len(data)) for _ in range(random.randint(1, 8))]
    return _applied(
        data, [Stroke(place, 1, bytes([data[place] ^ random.randint(1, 255)])) for place in places]
    )


def flip_near_tables(data: bytes, suffix: str, random: Random) -> Damaged:
    """A digit, separator or sign in the statutory tables made another character of print."""
    head = data.find("商业".encode())
    found = [one.start() for one in re.finditer(rb"[0-9|<>/\t]", data[head:])] if head > 0 else []
    if not found:
        return flip_bytes(data, suffix, random)
    places = [head + random.choice(found) for _ in range(random.randint(1, 3))]
    return _applied(
        data, [Stroke(place, 1, random.choice([b"7", b"|", b" ", b"<", b"x", b"1"])) for place in places]
    )


def cut_tags(data: bytes, suffix: str, random: Random) -> Damaged:
    """One to three tags cut out; in text, separators."""
    found = list((_TAG if suffix in _MARKUP else _SEPARATOR).finditer(data))
    if not found:
        return flip_bytes(data, suffix, random)
    chosen = [random.choice(found) for _ in range(random.randint(1, 3))]
    return _applied(data, [Stroke(one.start(), one.end() - one.start(), b"") for one in chosen])


def lose_bytes(data: bytes, suffix: str, random: Random) -> Damaged:
    """A run of bytes lost, as where a transfer was interrupted."""
    start = random.randrange(len(data))
    return _applied(data, [Stroke(start, min(random.randint(1, 400), len(data) - start), b"")])


DAMAGES: tuple[Callable[[bytes, str, Random], Damaged], ...] = (
    flip_bytes,
    flip_near_tables,
    cut_tags,
    lose_bytes,
)
