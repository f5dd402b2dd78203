"""Decides which text of a page is seen, by its styles and tags."""

from __future__ import annotations

from archive.readers.html.visibility.declarations import is_not_displayed, is_tiny, parse_declarations
from archive.readers.html.visibility.hidden_text import remove_unseen_text
from archive.readers.html.visibility.shown_text import write_shown_text
from archive.readers.html.visibility.stylesheet import page_stylesheet

__all__ = [
    "is_not_displayed",
    "is_tiny",
    "page_stylesheet",
    "parse_declarations",
    "remove_unseen_text",
    "write_shown_text",
]
