"""OFD files (GB/T 33190), the state's own page format: characters and strokes laid out as in a PDF."""

from __future__ import annotations

from archive.model import Candidate, Content, Document, NeedsOcr
from archive.readers.ofd_package import opened
from archive.readers.ofd_page import page_of
from archive.readers.page_content import content

NAME = "ofd"


def read(document: Document) -> Content:
    """The blocks of an OFD, in order; page numbers and running lines are chrome."""
    sheets, title = opened(document.data)
    pages = [page_of(sheet, number) for number, sheet in enumerate(sheets)]
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("OFD 里没有文字，可能是扫描件，需要文字识别")
    return content(NAME, pages, (Candidate("title", title, "OFD Title"),) if title else ())
