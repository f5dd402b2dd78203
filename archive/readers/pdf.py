"""PDF files: characters and strokes through pypdfium2, ruled tables found in them with pdfplumber's rules."""

from __future__ import annotations

from archive.model import Candidate, Content, Document, NeedsOcr
from archive.readers.page_content import content
from archive.readers.pdf_page import opened

NAME = "pdf"


def read(document: Document) -> Content:
    """The blocks of a PDF, in order; page numbers and running lines are chrome."""
    pages, title = opened(document.data)
    if not any(page.glyphs for page in pages):
        raise NeedsOcr("PDF 里没有文字，可能是扫描件，需要文字识别")
    return content(NAME, pages, (Candidate("title", title, "PDF Title"),) if title else ())
