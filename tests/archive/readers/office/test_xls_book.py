"""A hostile xls file takes neither much time nor much memory."""

from __future__ import annotations

import struct

import pytest

from archive.model import TooCostly
from archive.readers.office.xls_book import open_xls
from archive.readers.office.xls_display import xls_displays
from tests.support.xls_drawings import ole_bytes, record, xls_bytes

_SECTOR = 512
_ROOT, _ENTRY = 2 * _SECTOR, 2 * _SECTOR + 128
NUMBER = record(0x0203, struct.pack("<HHHd", 0, 0, 1, 0.5))
LINK_OF_ALL_CELLS = record(
    0x01B8,
    struct.pack("<HHHH", 0, 65535, 0, 255)
    + bytes.fromhex("D0C9EA79F9BACE118C8200AA004BA90B")
    + struct.pack("<II", 2, 0),
)
# Two billion texts, each of which begins where it begins.
TEXTS_IN_THEMSELVES = record(
    0x00FC, struct.pack("<II", 0, 0x7FFFFFFF) + struct.pack("<HBi", 1, 4, -8) + b"a" * 8
)


def patched(data: bytes, *words: tuple[int, int]) -> bytes:
    """Return the data with other words at some offsets."""
    changed = bytearray(data)
    for offset, word in words:
        struct.pack_into("<I", changed, offset, word)
    return bytes(changed)


@pytest.mark.parametrize(
    ("cells", "shared"),
    [(LINK_OF_ALL_CELLS, b""), (b"", TEXTS_IN_THEMSELVES), (record(0x0018, bytes(14)), record(0x0018, b"?"))],
    ids=["links", "texts", "names"],
)
def test_records_that_stand_for_any_number_of_values_are_left_out(cells: bytes, shared: bytes) -> None:
    data = xls_bytes(["0%"], NUMBER + cells, shared)
    assert xls_displays(data)["表一"].texts == {(0, 0): "50%"}


@pytest.mark.parametrize(
    ("formats", "cells"), [(["0"], record(0x0001) * 500_000), (["0"] * 9_000, b"")], ids=["records", "styles"]
)
def test_a_book_with_too_many_records_or_styles_is_refused(formats: list[str], cells: bytes) -> None:
    with pytest.raises(TooCostly, match="单元格"):
        xls_displays(xls_bytes(formats, cells))


def test_the_directory_of_a_book_is_no_ring() -> None:
    with pytest.raises(TooCostly, match="目录"):
        open_xls(patched(xls_bytes(["0"], NUMBER), (_SECTOR + 4, 1)))


def test_the_list_of_allocation_tables_is_no_ring() -> None:
    data = xls_bytes(["0"], NUMBER) + bytes(127 * 4)
    last = len(data) // _SECTOR - 1
    ring = patched(data + struct.pack("<I", last), (44, 0x10000000), (68, last), (72, 0x10000000 // 127))
    with pytest.raises(TooCostly, match="分区表"):
        open_xls(ring)


def test_a_stream_of_small_sectors_that_is_a_ring_ends_with_its_size() -> None:
    data = ole_bytes("Workbook", NUMBER) + bytes(_SECTOR)
    tables = (60, len(data) // _SECTOR - 2), (64, 1)
    small = (_ROOT + 116, 2), (_ROOT + 120, 4096), (_ENTRY + 116, 0), (_ENTRY + 120, 4000)
    assert xls_displays(patched(data, *tables, *small)) == {}


def test_entries_of_a_directory_that_name_each_other_are_read_once() -> None:
    data = xls_bytes(["0"], NUMBER)
    assert xls_displays(patched(data, (_ENTRY + 68, 1), (_ENTRY + 72, 1))) == {}


def test_a_number_format_that_is_too_long_is_refused() -> None:
    assert xls_displays(xls_bytes(["[" * 256], NUMBER)) == {}
