"""The gzip members of a WARC file: where each starts and ends, and which of them are whole.

Knows gzip and files; knows nothing of WARC headers or captures. A reader that meets a damaged member
goes on at the next whole one, so that one bad sector costs one record and not the rest of the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.model import ReportError

GZIP = 31
"""zlib's name for "gzip with header and check sum"."""
MAGIC = b"\x1f\x8b\x08"
MEMBER_LIMIT = 512 * 1024 * 1024
"""No record of ours is longer: the crawler's and the import's size limits lie far below."""
_CHUNK = 16 * 1024


class ArchiveDamaged(ReportError):
    """A place in a WARC file where no whole record stands."""


@dataclass(frozen=True, slots=True)
class Member:
    """One stretch of a WARC file: a whole member's inflated bytes, or no bytes and what is wrong there."""

    offset: int
    length: int
    data: bytes
    damage: str = ""

    @property
    def end(self) -> int:
        """Offset of the first byte behind it."""
        return self.offset + self.length


def compress(data: bytes, level: int = 6) -> bytes:
    """`data` as one gzip member without a time stamp, so that equal records are equal bytes."""
    return zlib.compress(data, level, GZIP)


def member_at(stream: BinaryIO, offset: int) -> Member:
    """The whole member that starts at `offset`; `ArchiveDamaged` when none does."""
    stream.seek(offset)
    inflater = zlib.decompressobj(GZIP)
    parts: list[bytes] = []
    taken = room = 0
    while not inflater.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            raise ArchiveDamaged("记录在文件末尾被截断")
        taken += len(chunk)
        try:
            parts.append(inflater.decompress(chunk, MEMBER_LIMIT - room))
        except zlib.error as error:
            raise ArchiveDamaged(f"gzip 数据损坏：{error}") from error
        room += len(parts[-1])
        if inflater.unconsumed_tail or room >= MEMBER_LIMIT:
            raise ArchiveDamaged(f"记录展开后超过 {MEMBER_LIMIT} 字节")
    return Member(offset, taken - len(inflater.unused_data), b"".join(parts))


def walk(path: Path, start: int = 0) -> Iterator[Member]:
    """Every stretch of the file from `start` on, whole and damaged, in order and without gaps.

    The end is the file's size when the walk begins: a living process may be appending.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        while start < size:
            member = _next(stream, start, size)
            yield member
            start = member.end


def whole_end(path: Path) -> int:
    """Offset behind the last whole member; 0 when there is none."""
    return max((member.end for member in walk(path) if not member.damage), default=0)


def _next(stream: BinaryIO, start: int, size: int) -> Member:
    try:
        return member_at(stream, start)
    except ArchiveDamaged as error:
        resume = next(_resumes(stream, start + 1, size), size)
        return Member(start, resume - start, b"", str(error))


def _resumes(stream: BinaryIO, start: int, size: int) -> Iterator[int]:
    for offset in _magics(stream, start, size):
        try:
            member_at(stream, offset)
        except ArchiveDamaged:
            continue
        yield offset


def _magics(stream: BinaryIO, start: int, size: int) -> Iterator[int]:
    step = 1024 * 1024
    for base in range(start, size, step):
        stream.seek(base)
        window = stream.read(step + len(MAGIC) - 1)
        found = window.find(MAGIC)
        while found >= 0:
            yield base + found
            found = window.find(MAGIC, found + 1)
