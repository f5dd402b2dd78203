"""Reads one stream of an OLE file, the container of Office files before 2007."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER_BYTES, _ENTRY_BYTES = 512, 128
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STATED_FAT_SECTORS = 109
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


class InvalidOleFile(ValueError):
    """The file breaks the rules of its container."""


def read_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """Return the first stream with one of the names, empty if there is none. Raises `InvalidOleFile`."""
    try:
        return _OleFile(data).read(names)
    except (struct.error, IndexError) as error:
        raise InvalidOleFile("the file ends too early") from error


class _OleFile:
    """The sectors of a file, chained by its allocation tables."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE):
            raise InvalidOleFile("no OLE file")
        self._data = data
        sector_shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise InvalidOleFile("unusual sizes of sectors")
        self._sector_bytes, self._mini_bytes = 1 << sector_shift, 1 << mini_shift
        directory, _, self._mini_cutoff, mini_fat = struct.unpack_from("<IIII", data, 48)
        self._fat = self._read_fat()
        self._entries = self._read_chain(directory)
        self._mini_fat = _numbers(self._read_chain(mini_fat))

    def read(self, names: tuple[str, ...]) -> bytes:
        """Return the first stream with one of the names."""
        entries = [self._entries[at : at + _ENTRY_BYTES] for at in range(0, len(self._entries), _ENTRY_BYTES)]
        root = next((entry for entry in entries if len(entry) == _ENTRY_BYTES and entry[66] == _ROOT), b"")
        for entry in entries:
            if len(entry) < _ENTRY_BYTES or entry[66] != _STREAM or _entry_name(entry) not in names:
                continue
            start, size = struct.unpack_from("<II", entry, 116)
            if size >= self._mini_cutoff or not root:
                return self._read_chain(start)[:size]
            small = self._read_chain(struct.unpack_from("<I", root, 116)[0])
            places = _chain(self._mini_fat, start)
            return b"".join(
                small[place * self._mini_bytes : (place + 1) * self._mini_bytes] for place in places
            )[:size]
        return b""

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_STATED_FAT_SECTORS}I", self._data, 76))
        following, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._sector_bytes)):
            if following >= _LAST_SECTOR:
                break
            *more, following = _numbers(self._sector(following))
            sectors += more
        return _numbers(b"".join(self._sector(sector) for sector in sectors if sector < _LAST_SECTOR))

    def _read_chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(self._fat, start)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        return self._data[start : start + self._sector_bytes]


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the sectors of a chain; it has at most as many as the table, or it is a ring."""
    for _ in range(len(table)):
        if start >= len(table):
            return
        yield start
        start = table[start]
    raise InvalidOleFile("a chain of sectors is a ring")


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entry_name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, length - 2)].decode("utf-16-le", "replace")
