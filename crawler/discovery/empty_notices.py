"""How a column explains that it is empty: 栏目建设中, 暂无内容. Pure; the phrases are `notices.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.pages import Page

_SKIPPED_TAGS = frozenset({"a", "script", "style", "noscript", "title", "option"})


@cache
def _notice_rules() -> tuple[int, tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return data["longest"], tuple(data["phrases"])


def find_empty_notice(page: Page) -> str:
    """The sentence by which a page explains that its list is empty; "" where it says nothing of the kind."""
    longest, phrases = _notice_rules()
    texts = (remove_whitespace(text) for element in page.tree.iter() for text in _element_texts(element))
    short = (text for text in texts if 0 < len(text) <= longest)
    return next((text for text in short if any(phrase in text for phrase in phrases)), "")


def _element_texts(element: HtmlElement) -> tuple[str, ...]:
    """What an element says itself, and what stands behind it in its parent."""
    parent = element.getparent()
    own = element.text if element.tag not in _SKIPPED_TAGS else None
    behind = element.tail if parent is not None and parent.tag not in _SKIPPED_TAGS else None
    return tuple(text for text in (own, behind) if text)
