"""The gzip members of a WARC file: where each starts and ends, and which of them are intact.

Knows gzip and files; knows nothing of WARC headers or captures. After a damaged member, reading continues
at the next intact one that the caller accepts, so that one bad sector costs one record and not the rest of
the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.model import ReportError

GZIP_WBITS = 31
"""zlib's code for gzip with header and checksum."""
GZIP_MAGIC = b"\x1f\x8b\x08"
MAX_MEMBER_BYTES = 512 * 1024 * 1024
"""No record of ours is longer: the size limits of crawler and import are far below."""
_READ_CHUNK_BYTES = 16 * 1024


class ArchiveDamaged(ReportError):
    """A place in a WARC file where no intact record is, or a WARC file that does not exist.

    The message is stored in the published database, so it is always Chinese.
    """


@dataclass(frozen=True, slots=True)
class GzipMember:
    """One stretch of a WARC file: the inflated bytes of an intact member, or no bytes and the damage."""

    offset: int
    length: int
    data: bytes
    damage: str = ""

    @property
    def end(self) -> int:
        """Offset of the first byte after it."""
        return self.offset + self.length


def compress_member(data: bytes, level: int = 6) -> bytes:
    """`data` as one gzip member without a time stamp, so that equal records give equal bytes."""
    return zlib.compress(data, level, GZIP_WBITS)


def read_member(stream: BinaryIO, offset: int) -> GzipMember:
    """The member that starts at `offset`. Raises `ArchiveDamaged` if no intact one does."""
    stream.seek(offset)
    inflater = zlib.decompressobj(GZIP_WBITS)
    parts: list[bytes] = []
    read_bytes = inflated_bytes = 0
    while not inflater.eof:
        chunk = stream.read(_READ_CHUNK_BYTES)
        if not chunk:
            raise ArchiveDamaged("记录在文件末尾被截断")
        read_bytes += len(chunk)
        try:
            parts.append(inflater.decompress(chunk, MAX_MEMBER_BYTES - inflated_bytes))
        except zlib.error as error:
            raise ArchiveDamaged(f"gzip 数据损坏：{error}") from error
        inflated_bytes += len(parts[-1])
        if inflater.unconsumed_tail or inflated_bytes >= MAX_MEMBER_BYTES:
            raise ArchiveDamaged(f"记录展开后超过 {MAX_MEMBER_BYTES} 字节")
    return GzipMember(offset, read_bytes - len(inflater.unused_data), b"".join(parts))


def iter_stretches(path: Path, start: int, accepts: Callable[[GzipMember], bool]) -> Iterator[GzipMember]:
    """Every stretch of the file from `start` on, intact and damaged, in order and without gaps.

    `accepts` is asked about each member that was found by searching behind damage: bytes of the damaged
    member may look like one. Ends at the size that the file has at the start: a living process may append.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        while start < size:
            member = _read_or_skip(stream, start, size, accepts)
            yield member
            start = member.end


def _read_or_skip(
    stream: BinaryIO, start: int, size: int, accepts: Callable[[GzipMember], bool]
) -> GzipMember:
    try:
        return read_member(stream, start)
    except ArchiveDamaged as error:
        found = filter(accepts, _intact_members(stream, start + 1, size))
        next_start = next((member.offset for member in found), size)
        return GzipMember(start, next_start - start, b"", str(error))


def _intact_members(stream: BinaryIO, start: int, size: int) -> Iterator[GzipMember]:
    for offset in _magic_offsets(stream, start, size):
        try:
            yield read_member(stream, offset)
        except ArchiveDamaged:
            continue


def _magic_offsets(stream: BinaryIO, start: int, size: int) -> Iterator[int]:
    step = 1024 * 1024
    for base in range(start, size, step):
        stream.seek(base)
        window = stream.read(step + len(GZIP_MAGIC) - 1)
        position = window.find(GZIP_MAGIC)
        while position >= 0:
            yield base + position
            position = window.find(GZIP_MAGIC, position + 1)
