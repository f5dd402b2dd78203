"""Forms that draw forms are counted before pdfium draws them; forms in ordinary use are read."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

import pytest

from archive.model import TooCostly
from tests.support.bombs import pdf_of_forms
from tests.support.content_views import read_content

ENCODINGS: dict[str, tuple[Callable[[bytes], bytes], bytes]] = {
    "plain": (bytes, b""),
    "flate": (zlib.compress, b"/Filter /FlateDecode"),
    "hex": (lambda data: data.hex().encode() + b">", b"/Filter /ASCIIHexDecode"),
    "base 85": (lambda data: base64.a85encode(data) + b"~>", b"/Filter /ASCII85Decode"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_forms_that_multiply_are_refused(encoding: str) -> None:
    with pytest.raises(TooCostly, match="图形"):
        read_content(pdf_of_forms(8, 10, *ENCODINGS[encoding]), "x.pdf")


def test_a_page_that_draws_one_form_too_often_is_refused() -> None:
    with pytest.raises(TooCostly, match="图形"):
        read_content(pdf_of_forms(1, 30_000), "x.pdf")


@pytest.mark.parametrize(("depth", "uses"), [(1, 1), (7, 1), (3, 4), (1, 1000)])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_forms_in_ordinary_use_are_read(depth: int, uses: int, encoding: str) -> None:
    content = read_content(pdf_of_forms(depth, uses, *ENCODINGS[encoding]), "x.pdf")
    assert {block.text for block in content.blocks} == {"1"}


def test_a_damaged_file_of_many_forms_is_refused() -> None:
    data = pdf_of_forms(8, 10)
    with pytest.raises(TooCostly):
        read_content(data[: data.index(b"xref")] + b"%%EOF\n", "x.pdf")
