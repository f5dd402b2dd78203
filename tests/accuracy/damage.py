"""Damage to the bytes of a document: bytes flipped or lost, tags and separators cut out."""

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
    """`removed` bytes at `start` are replaced with `replacement`."""

    start: int
    removed: int
    replacement: bytes


@dataclass(frozen=True)
class DamagedBytes:
    """Bytes after a few edits, which are in order and do not overlap."""

    data: bytes
    edits: tuple[ByteEdit, ...]

    def new_offset(self, offset: int) -> int:
        """Return the position in the damaged bytes of the byte that was at `offset`."""
        moved = offset
        for edit in self.edits:
            if edit.start + edit.removed <= offset:
                moved += len(edit.replacement) - edit.removed
            elif edit.start < offset:
                moved -= offset - edit.start
        return moved

    def is_damaged(self, start: int, end: int) -> bool:
        """Return whether an edit touches the bytes from `start` to `end` of the undamaged document."""
        return any(edit.start <= end and edit.start + edit.removed >= start for edit in self.edits)


def _apply_edits(data: bytes, edits: list[ByteEdit]) -> DamagedBytes:
    ordered = sorted({edit.start: edit for edit in edits}.values(), key=lambda edit: edit.start)
    pieces, last, applied = [], 0, []
    for edit in ordered:
        if edit.start >= last:
            pieces += [data[last : edit.start], edit.replacement]
            last = edit.start + edit.removed
            applied.append(edit)
    return DamagedBytes(b"".join([*pieces, data[last:]]), tuple(applied))


def flip_bytes(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """Change one to eight bytes to other values."""
    places = [random.randrange(len(data)) for _ in range(random.randint(1, 8))]
    return _apply_edits(
        data, [ByteEdit(place, 1, bytes([data[place] ^ random.randint(1, 255)])) for place in places]
    )


def flip_near_tables(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """Replace up to three digits, separators or signs in the statutory tables with other characters."""
    tables_start = data.find("商业".encode())
    offsets = (
        [match.start() for match in re.finditer(rb"[0-9|<>/\t]", data[tables_start:])]
        if tables_start > 0
        else []
    )
    if not offsets:
        return flip_bytes(data, suffix, random)
    places = [tables_start + random.choice(offsets) for _ in range(random.randint(1, 3))]
    return _apply_edits(
        data, [ByteEdit(place, 1, random.choice([b"7", b"|", b" ", b"<", b"x", b"1"])) for place in places]
    )


def cut_tags(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """Cut out one to three tags; in plain text, separators."""
    matches = list((_TAG_PATTERN if suffix in _MARKUP_SUFFIXES else _SEPARATOR_PATTERN).finditer(data))
    if not matches:
        return flip_bytes(data, suffix, random)
    chosen = [random.choice(matches) for _ in range(random.randint(1, 3))]
    return _apply_edits(data, [ByteEdit(match.start(), match.end() - match.start(), b"") for match in chosen])


def lose_bytes(data: bytes, suffix: str, random: Random) -> DamagedBytes:
    """Cut out a run of bytes, as when a transfer is interrupted."""
    start = random.randrange(len(data))
    return _apply_edits(data, [ByteEdit(start, min(random.randint(1, 400), len(data) - start), b"")])


DAMAGES: tuple[Callable[[bytes, str, Random], DamagedBytes], ...] = (
    flip_bytes,
    flip_near_tables,
    cut_tags,
    lose_bytes,
)
