"""What a page says of itself: the titles that it shows, and the name of the column that it is. Pure."""

from __future__ import annotations

import re
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import collapse_whitespace

_HEADING_TAGS = ("h1", "h2", "h3", "title")
_MAX_TITLE_LENGTH = 120
_BREADCRUMB_LABELS = XPath("//*[contains(text(), '位置')]")
# 当前位置: 首页 > 政府信息公开 > 政府信息公开年报
_BREADCRUMB_PATTERN = re.compile(r"位置\s*[:：]?\s*(.+)$")


def article_titles(tree: HtmlElement) -> list[str]:
    """Everything that may be the title of an article, the most certain first."""
    shown = [collapse_whitespace(one.text_content()) for tag in _HEADING_TAGS for one in tree.iter(tag)]
    classed = [
        collapse_whitespace(one.text_content())
        for one in tree.iter("div", "p", "td", "span")
        if "title" in (one.get("class") or "")
    ]
    return [title for title in (*_meta_contents(tree, "ArticleTitle"), *shown, *classed) if _is_short(title)]


def page_name(tree: HtmlElement) -> str:
    """What a list calls itself, with the columns that it says to stand in; "" when it says nothing.

    `ColumnName` is prescribed by 国办发〔2017〕47号; the rest is what pages print.
    """
    titled = [collapse_whitespace(one.text_content()) for tag in ("title", "h1") for one in tree.iter(tag)]
    return " ".join(
        dict.fromkeys(filter(_is_short, (*_breadcrumbs(tree), *_meta_contents(tree, "ColumnName"), *titled)))
    )


def _breadcrumbs(tree: HtmlElement) -> list[str]:
    """The breadcrumbs: the text behind 位置 in the element that holds the word, or in the one around it."""
    found = []
    for element in cast("list[HtmlElement]", _BREADCRUMB_LABELS(tree))[:3]:
        for holder in (element, element.getparent()):
            match = (
                _BREADCRUMB_PATTERN.search(collapse_whitespace(holder.text_content()))
                if holder is not None
                else None
            )
            if match and _is_short(match[1]):
                found.append(match[1])
                break
    return found


def _meta_contents(tree: HtmlElement, name: str) -> list[str]:
    return [
        collapse_whitespace(meta.get("content") or "")
        for meta in tree.iter("meta")
        if meta.get("name") == name
    ]


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _MAX_TITLE_LENGTH
