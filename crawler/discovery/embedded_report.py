"""Whether a page on the way is a report itself. Pure.

龙讯 renders the newest report inside the column page; columns of one article show it at their address.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.text.normalise import compact, norm
from crawler.pages.attachments import attachments
from crawler.pages.headings import titles_of
from crawler.pages.page import Page
from crawler.pages.title_rules import judge

# A report has some thousand characters of its own; what surrounds a list is links.
_LEAST_TEXT = 400
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What the statutory six sections cannot be written without (《条例》 art. 50).
_SIGNS = ("主动公开", "申请", "复议", "诉讼")
_TITLE = re.compile(r"公开(工作)?(情况)?的?(年报|年度(工作)?报告|报告)")
_DROPPED = frozenset({"a", "script", "style", "noscript", "select", "option", "button", "title"})


def report_title(page: Page, by_address: bool = False) -> str:
    """The title of the report that a page shows in itself, "" when it shows none.

    Where the address alone says that a report stands here, a file that hangs on the page will do for it.
    """
    if not _reads_as_report(own_text(page.tree)) and not (by_address and attachments(page)):
        return ""
    titles = titles_of(page.tree)
    certain = next((title for title in titles if judge(title, page.url).is_report), "")
    return certain or next((title for title in titles if _TITLE.search(norm(title))), "")


def _reads_as_report(text: str) -> bool:
    return len(_CHINESE.findall(text)) >= _LEAST_TEXT and all(sign in text for sign in _SIGNS)


def own_text(tree: HtmlElement) -> str:
    """The text of a page outside links, scripts and forms."""
    parts: list[str] = []
    for element in tree.iter():
        if element.tag not in _DROPPED and element.text:
            parts.append(element.text)
        if element.tail and (element.getparent() is None or element.getparent().tag not in _DROPPED):
            parts.append(element.tail)
    return compact("".join(parts))
