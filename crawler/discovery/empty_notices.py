"""Finds the sentence with which an empty column explains that it has no reports (栏目建设中, 暂无内容).

The phrases are in `empty_notices.toml`.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from archive.model import DataRecord, load_data
from archive.text import remove_whitespace
from crawler.pages import Page

_SKIPPED_TAGS = frozenset({"a", "script", "style", "noscript", "title", "option"})


class _NoticeRules(DataRecord, frozen=True, kw_only=True):
    """The phrases of notices, and the number of characters of the `longest` notice."""

    longest: int
    phrases: tuple[str, ...]


def find_empty_notice(page: Page) -> str:
    """The sentence with which a page explains that its list is empty; "" if it has none."""
    rules = load_data(__package__, "empty_notices.toml", _NoticeRules)
    texts = (remove_whitespace(text) for element in page.tree.iter() for text in _element_texts(element))
    short_texts = (text for text in texts if 0 < len(text) <= rules.longest)
    return next((text for text in short_texts if any(phrase in text for phrase in rules.phrases)), "")


def _element_texts(element: HtmlElement) -> tuple[str, ...]:
    """The text of an element before its children, and the text that follows it in its parent."""
    parent = element.getparent()
    own_text = element.text if element.tag not in _SKIPPED_TAGS else None
    tail = element.tail if parent is not None and parent.tag not in _SKIPPED_TAGS else None
    return tuple(text for text in (own_text, tail) if text)
