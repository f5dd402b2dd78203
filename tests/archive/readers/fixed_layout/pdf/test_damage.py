"""Text that a damaged PDF does not draw is told: pdfium draws such a page in part."""

from __future__ import annotations

import base64
import zlib

import pytest

from archive.model import DAMAGE_FINDING
from archive.readers.fixed_layout.pdf.damage import damage_findings

TEXT = zlib.compress(b"BT /F 9 Tf 9 700 Td (12 pines) Tj ET " * 40)
LETTERS = base64.a85encode(TEXT) + b"~>"
FLATE, BOTH = b"/Filter /FlateDecode", b"/Filter [ /ASCII85Decode /FlateDecode ]"


def stream(content: bytes, dictionary: bytes) -> bytes:
    return b"1 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        dictionary,
        len(content),
        content,
    )


def damaged(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + b"\x85" + content[middle + 1 :]


@pytest.mark.parametrize(("content", "filters"), [(TEXT, FLATE), (LETTERS, BOTH)])
def test_a_page_that_cannot_be_unpacked_is_told(content: bytes, filters: bytes) -> None:
    assert damage_findings(stream(content, filters)) == ()
    for broken in (damaged(content), content[:-20]):
        assert [finding.id for finding in damage_findings(stream(broken, filters))] == [DAMAGE_FINDING]


@pytest.mark.parametrize("other", [b"/Subtype /Image", b"/Length1 900", b"/Type /XRef"])
def test_pictures_fonts_and_tables_of_objects_are_not_looked_at(other: bytes) -> None:
    assert damage_findings(stream(damaged(TEXT), FLATE + other)) == ()


def test_other_filters_and_encrypted_files_are_not_looked_at() -> None:
    assert damage_findings(stream(damaged(TEXT), b"/Filter /LZWDecode")) == ()
    assert damage_findings(stream(damaged(TEXT), FLATE) + b"/Encrypt 3 0 R") == ()
