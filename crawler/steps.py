"""What one page of a portal gives: reports, further pages of the list, places to go on to.

Pure: a page in, values out. The course turns them into requests, and `probe` prints them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.normalise import compact, norm, tidy
from crawler import discovery
from crawler.attachments import attachments
from crawler.columns import Lead, Stage, is_folder, leads
from crawler.families import Family, family_of
from crawler.page import Ask, Page, Row
from crawler.scripted import waits_for_script
from crawler.titles import judge

# A report has some thousand characters of its own; what surrounds a list is links.
_LEAST_TEXT = 400
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What the statutory six sections cannot be written without (《条例》 art. 50).
_SIGNS = ("主动公开", "申请", "复议", "诉讼")
_TITLE = re.compile(r"公开(工作)?(情况)?的?(年报|年度(工作)?报告|报告)")
_HEADINGS = ("h1", "h2", "h3", "title")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page of a portal holds.

    `reports` are rows whose title is a report's, `further` more pages of the same list, `leads` columns and
    menus. `itself` is the title of the report that the page itself is, "" for a list; `waits` says why
    the page looks unfinished without its scripts, "" when it does not.
    """

    family: str
    rows: tuple[Row, ...]
    reports: tuple[Row, ...] = ()
    further: tuple[Ask, ...] = ()
    leads: tuple[Lead, ...] = ()
    itself: str = ""
    waits: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether the page gives nothing to go on with."""
        return not (self.reports or self.further or self.leads or self.itself)


def read(page: Page, stage: Stage, hint: str = "", column: str = "") -> Reading:
    """The reading of `page`, met at `stage` of the way.

    `hint` is the family that the registry or the list before names, `column` the first page of the column.
    """
    family = family_of(page, hint)
    rows = _rows(page, family)
    on = leads(rows, stage, column or page.url)
    if stage is not Stage.COLUMN:
        return Reading(family.name, rows, leads=on, waits="" if on else waits_for_script(page))
    listed = tuple(row for row in discovery.reports(rows) if not is_folder(row.url)) + family.reports(page)
    further = family.next_pages(page)
    by_address = family.is_report(page)
    itself = report_title(page, bool(by_address)) if by_address or (by_address is None and not listed) else ""
    return Reading(
        family=family.name,
        rows=rows,
        reports=listed,
        further=further,
        leads=on,
        itself=itself,
        waits="" if listed or further or itself else waits_for_script(page),
    )


def _rows(page: Page, family: Family) -> tuple[Row, ...]:
    """What the family finds where no links are, then the page's own links, the first of each address."""
    found: dict[str, Row] = {}
    for row in (*family.rows(page), *discovery.rows(page)):
        found.setdefault(row.url, row)
    return tuple(found.values())


def report_title(page: Page, by_address: bool = False) -> str:
    """The title of the report that a column shows in its own page, "" when it shows none.

    龙讯 renders the newest report inside the column page; columns of one article show it at their address.
    Where the address alone says that a report stands here, a file that hangs on the page will do for it.
    """
    if not _reads_as_report(_own_text(page.tree)) and not (by_address and attachments(page)):
        return ""
    titles = _titles(page.tree)
    certain = next((title for title in titles if judge(title, page.url).is_report), "")
    return certain or next((title for title in titles if _TITLE.search(norm(title))), "")


def _reads_as_report(text: str) -> bool:
    return len(_CHINESE.findall(text)) >= _LEAST_TEXT and all(sign in text for sign in _SIGNS)


def _own_text(tree: HtmlElement) -> str:
    """The text of a page outside links, scripts and forms."""
    dropped = {"a", "script", "style", "noscript", "select", "option", "button", "title"}
    parts: list[str] = []
    for element in tree.iter():
        if element.tag not in dropped and element.text:
            parts.append(element.text)
        if element.tail and (element.getparent() is None or element.getparent().tag not in dropped):
            parts.append(element.tail)
    return compact("".join(parts))


def _titles(tree: HtmlElement) -> list[str]:
    stated = [meta.get("content") or "" for meta in tree.iter("meta") if meta.get("name") == "ArticleTitle"]
    shown = [tidy(one.text_content()) for tag in _HEADINGS for one in tree.iter(tag)]
    classed = [
        tidy(one.text_content())
        for one in tree.iter("div", "p", "td", "span")
        if "title" in (one.get("class") or "")
    ]
    return [title for title in (*stated, *shown, *classed) if title and len(title) <= 120]
