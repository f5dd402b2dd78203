"""Excel 97 files written record by record, in the container that such files have."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls_bytes(formats: list[str], cells: bytes, shared: bytes = b"") -> bytes:
    """Return a book of one sheet; style 0 is General, style n has the n-th of the formats.

    `shared` are more records of the book.
    """
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    styles = b"".join(
        record(0x041E, struct.pack("<HHB", 164 + number, len(code), 1) + code.encode("utf-16-le"))
        for number, code in enumerate(formats)
    )
    styles += b"".join(
        record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, *range(164, 164 + len(formats)))
    )
    styles += shared
    start = len(begin) + len(styles) + 4 + 8 + 4 + 4
    sheet = record(0x0085, struct.pack("<IBBBB", start, 0, 0, 2, 1) + "表一".encode("utf-16-le"))
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + record(0x000A)
    return ole_bytes("Workbook", begin + styles + sheet + record(0x000A) + body)


def ole_bytes(name: str, stream: bytes) -> bytes:
    """Return an OLE file with one stream, which is padded so that it is not kept among the small ones.

    The allocation tables come first, then the directory, which is one sector, and the stream of at most 6 MB.
    """
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // _SECTOR)
    tables = -(-(count + 1) // 127)
    chain = [*range(tables + 2, tables + count + 1), _END]
    fat = [*[_FAT] * tables, _END, *chain]
    fat += [_FREE] * (128 * tables - len(fat))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, tables + 1, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<IIIIIIII", tables, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *range(1, tables), *[_FREE] * (109 - tables))
    fat_bytes = struct.pack(f"<{len(fat)}I", *fat)
    return header + fat_bytes + directory.ljust(_SECTOR, b"\0") + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    fields = struct.pack("<HBBIII36xII4x", len(text), kind, 1, _FREE, _FREE, child, start, size)
    return text.ljust(64, b"\0") + fields
