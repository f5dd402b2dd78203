"""The kind of a damaged package is decided without an error."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from archive.text import media_type


def _package(name: str, method: int) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr(name, b"application/vnd.oasis.opendocument.text" * 4)
    return stream.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("place", range(0, 60, 3))
def test_a_package_with_damaged_members_has_a_kind(method: int, place: int) -> None:
    data = bytearray(_package("mimetype", method))
    data[38 + place % (len(data) - 60)] ^= 0xFF
    assert isinstance(media_type(bytes(data), "a.bin"), str)


def test_a_package_with_a_member_without_a_name_has_a_kind() -> None:
    data = _package("x", zipfile.ZIP_STORED).replace(b"\x01\x00\x00\x00x", b"\x00\x00\x00\x00x")
    assert isinstance(media_type(data, "a.bin"), str)
