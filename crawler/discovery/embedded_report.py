"""Detects a report that is embedded in a list or menu page, and returns its title.

龙讯 renders the newest report inside the column page; columns of one article show that article.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.text import normalise_text, remove_whitespace
from crawler.pages import Page, article_titles, find_attachments, has_report_words, score_title

# A report has some thousand characters outside links; a list has next to none.
_MIN_CHINESE_CHARACTERS = 400
_CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_TITLE_PATTERN = re.compile(r"公开(工作)?(情况)?的?(年报|年度(工作)?报告|报告)")
_SKIPPED_TAGS = frozenset({"a", "script", "style", "noscript", "select", "option", "button", "title"})


def report_title(page: Page, is_report_url: bool = False) -> str:
    """The title of the report that a page contains, "" if it contains none.

    If the URL itself says that the page is a report (`is_report_url`), an attached file counts as its text.
    """
    if not _is_report_text(text_outside_links(page.tree)) and not (is_report_url and find_attachments(page)):
        return ""
    titles = article_titles(page.tree)
    certain = next((title for title in titles if score_title(title, page.url).is_report), "")
    return certain or next((title for title in titles if _TITLE_PATTERN.search(normalise_text(title))), "")


def _is_report_text(text: str) -> bool:
    return len(_CHINESE_CHARACTER.findall(text)) >= _MIN_CHINESE_CHARACTERS and has_report_words(text)


def text_outside_links(tree: HtmlElement) -> str:
    """The text of a page outside links, scripts and forms."""
    parts: list[str] = []
    for element in tree.iter():
        if element.tag not in _SKIPPED_TAGS and element.text:
            parts.append(element.text)
        if element.tail and (element.getparent() is None or element.getparent().tag not in _SKIPPED_TAGS):
            parts.append(element.tail)
    return remove_whitespace("".join(parts))
