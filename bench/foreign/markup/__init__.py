"""Writes a document tree as HTML, as a Word document or as a workbook."""

from __future__ import annotations

from bench.foreign.markup.docx_pages import WordStyle, write_word
from bench.foreign.markup.html_pages import MARKUPS, write_page
from bench.foreign.markup.sheet_pages import write_workbook

__all__ = [
    "MARKUPS",
    "WordStyle",
    "write_page",
    "write_word",
    "write_workbook",
]
