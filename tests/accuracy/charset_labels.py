"""Pages whose encoding is named wrongly, by the page or by the server, or not at all."""

from __future__ import annotations

import re
from random import Random

from archive.model import Document
from tests.accuracy.mutation_data import mutation_data

_META = re.compile(r"<meta[^<>]*charset=[^<>]*>")


def with_charset_labels(document: Document, random: Random) -> tuple[Document, str]:
    """Return the page in one of the encodings under labels drawn for it, and the name of what was drawn.

    A document that is no HTML page has no label of its own.
    """
    charsets = mutation_data().charsets
    actual, header = random.choice(charsets.actual), random.choice(charsets.header)
    text = _decode(document.data)
    meta = random.choice(charsets.meta) if _META.search(text) else ""
    label = f'<meta charset="{meta}">' if meta else ""
    if meta and random.random() < 0.5:
        label = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">'
    data = _META.sub(lambda _: label, text, count=1).encode(actual, "xmlcharrefreplace")
    name = f"{actual}, page says {meta or 'nothing'}, server says {header or 'nothing'}"
    return Document(data, document.name, charset=header), name.replace("/", "-")


def _decode(data: bytes) -> str:
    """Return the text of a sample, which is UTF-8 or, as Word's pages are, gb18030."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")
