"""Damage to bytes: flipped ones, tags and separators cut out, lines lost; each remembers where it struck."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

_TAG_PATTERN = re.compile(rb"<[^<>]{1,300}>")
_SEPARATOR_PATTERN = re.compile(rb"[|\t\n]")
_MARKUP_SUFFIXES = (".html", ".docx")


@dataclass(frozen=True)
class ByteEdit:
    """`removed` bytes at `start` gave way to `put`."""

    start: int
    removed: int
    replacement: bytes


@dataclass(frozen=True)
class DamagedBytes:
    """Bytes after a few strokes, which are in order and do not overlap."""

    data: bytes
    edits: tuple[ByteEdit, ...]

    def new_offset(self, offset: int) -> int:
        """Where the byte that stood at `at` stands now."""
        moved = offset
        for stroke in self.edits:
            if stroke.start + stroke.removed <= offset:
                moved += len(stroke.replacement) - stroke.removed
            elif stroke.start < offset:
                moved -= offset - stroke.start
        return moved

    def is_damaged(self, start: int, end: int) -> bool:
        """Whether a stroke fell between two places of the undamaged bytes."""
        return any(stroke.start <= end and stroke.start + stroke.removed >= start for stroke in self.edits)


def _apply_edits(data: bytes, edits: list[ByteEdit]) -> DamagedBytes:
    ordered = sorted({stroke.start: stroke for stroke in edits}.values(), key=lambda one: one.start)
    pieces, last, kept = [], 0, []
    for stroke in ordered:
        if stroke.start >= last:
            pieces += [data[last : stroke.start], stroke.replacement]
            last = stroke.start + stroke.removed
            kept.append(stroke)
    return DamagedBytes(b"".join([*pieces, data[last:]]), tuple(kept))


def flip_bytes(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """One to eight bytes made others."""
    places = [random.randrange(len(data)) for _ in range(random.randint(1, 8))]
    return _apply_edits(
        data, [ByteEdit(place, 1, bytes([data[place] ^ random.randint(1, 255)])) for place in places]
    )


def flip_near_tables(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """A digit, separator or sign in the statutory tables made another character of print."""
    head = data.find("商业".encode())
    found = [match.start() for match in re.finditer(rb"[0-9|<>/\t]", data[head:])] if head > 0 else []
    if not found:
        return flip_bytes(data, suffix, random)
    places = [head + random.choice(found) for _ in range(random.randint(1, 3))]
    return _apply_edits(
        data, [ByteEdit(place, 1, random.choice([b"7", b"|", b" ", b"<", b"x", b"1"])) for place in places]
    )


def cut_tags(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """One to three tags cut out; in text, separators."""
    found = list((_TAG_PATTERN if suffix in _MARKUP_SUFFIXES else _SEPARATOR_PATTERN).finditer(data))
    if not found:
        return flip_bytes(data, suffix, random)
    chosen = [random.choice(found) for _ in range(random.randint(1, 3))]
    return _apply_edits(data, [ByteEdit(match.start(), match.end() - match.start(), b"") for match in chosen])


def lose_bytes(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """A run of bytes lost, as where a transfer was interrupted."""
    start = random.randrange(len(data))
    return _apply_edits(data, [ByteEdit(start, min(random.randint(1, 400), len(data) - start), b"")])


DAMAGES: tuple[Callable[[bytes, str, Random], DamagedBytes], ...] = (
    flip_bytes,
    flip_near_tables,
    cut_tags,
    lose_bytes,
)
