"""Extracts article titles, column names and breadcrumbs from a page."""

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
    """Every text that may be the title of the article, the most certain first."""
    headings = [
        collapse_whitespace(heading.text_content()) for tag in _HEADING_TAGS for heading in tree.iter(tag)
    ]
    by_class = [
        collapse_whitespace(element.text_content())
        for element in tree.iter("div", "p", "td", "span")
        if "title" in (element.get("class") or "")
    ]
    titles = (*_meta_contents(tree, "ArticleTitle"), *headings, *by_class)
    return [title for title in titles if _is_short(title)]


def page_name(tree: HtmlElement) -> str:
    """The names that a list gives itself and the columns above it, joined by blanks; "" if it has none.

    The meta tag `ColumnName` is prescribed by 国办发〔2017〕47号; breadcrumbs and titles are printed.
    """
    headings = [
        collapse_whitespace(heading.text_content()) for tag in ("title", "h1") for heading in tree.iter(tag)
    ]
    names = (*_breadcrumbs(tree), *_meta_contents(tree, "ColumnName"), *headings)
    return " ".join(dict.fromkeys(filter(_is_short, names)))


def own_name(tree: HtmlElement) -> str:
    """The name that a page gives itself alone, "" for none: a meta tag, its heading or its title."""
    names = (*_meta_contents(tree, "ColumnName"), *_texts(tree, "h1"), *_texts(tree, "title"))
    return next(filter(_is_short, names), "")


def _texts(tree: HtmlElement, tag: str) -> list[str]:
    return [collapse_whitespace(heading.text_content()) for heading in tree.iter(tag)]


def _breadcrumbs(tree: HtmlElement) -> list[str]:
    """The breadcrumbs: the text after 位置 in the element that contains the word, or in its parent."""
    breadcrumbs = []
    for element in cast("list[HtmlElement]", _BREADCRUMB_LABELS(tree))[:3]:
        for holder in (element, element.getparent()):
            match = (
                _BREADCRUMB_PATTERN.search(collapse_whitespace(holder.text_content()))
                if holder is not None
                else None
            )
            if match and _is_short(match[1]):
                breadcrumbs.append(match[1])
                break
    return breadcrumbs


def _meta_contents(tree: HtmlElement, name: str) -> list[str]:
    return [
        collapse_whitespace(meta.get("content") or "")
        for meta in tree.iter("meta")
        if meta.get("name") == name
    ]


def _is_short(text: str) -> bool:
    return 0 < len(text) <= _MAX_TITLE_LENGTH
