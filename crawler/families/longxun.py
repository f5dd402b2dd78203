"""龙讯, in Anhui and some counties beyond: `/public/column/<org>?type=3` is the annual reports of one agency.

www.pingwu.gov.cn/public/column/12651?type=3&nav=5&sub=4&timeFrame=2021&hasContent=true. The newest report
may be rendered inside the column page; `timeFrame` chooses another year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import live
from crawler.families.controls import Control, controls
from crawler.families.linked import Linked
from crawler.page import Ask, Page

# The column's kind: 3 is 政府信息公开年报.
_KIND = ("type", "3")
_YEAR = "timeFrame"
# 《条例》 came into force on 1 May 2008; the first reports are of that year.
_FIRST = 2008
_ASKED = {"hasContent": "true"}
_PRINTED = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


class Longxun(Linked):
    """Columns of one agency, a page for each year."""

    name = "longxun"
    signature = re.compile(
        r"/public/column/\d+\?|/Openness(?:Content|AnnualReport)/(?:show|download)/"
        r"|/(?:XxgkAnnualReport|Xxgknb)/show/|/openness/detail/annual_report/[0-9a-f]{24}"
    )

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Further pages of the list, and the other years of a column of annual reports."""
        return tuple(dict.fromkeys((*super().next_pages(page), *_other_years(page))))


def _other_years(page: Page) -> Iterator[Ask]:
    """The years that the page offers, all of them where it offers none."""
    parts = urlsplit(page.ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if _KIND not in query.items():
        return
    offered = {year: address for control in controls(page) for year, address in _offered(control)}
    for year in offered or _every(live(page.text)):
        asked = urlencode({**query, _YEAR: year, **_ASKED})
        if year != query.get(_YEAR):
            yield replace(page.ask, url=offered.get(year) or urlunsplit(parts._replace(query=asked)), form=())


def _offered(control: Control) -> Iterator[tuple[str, str]]:
    """The year that a control chooses: by its address, or by the number that it hands to a script."""
    year = dict(parse_qsl(urlsplit(control.address).query)).get(_YEAR, "") or str(control.number)
    if _PRINTED.fullmatch(year):
        yield year, control.address


def _every(text: str) -> list[str]:
    """The years up to the newest that the page prints: the reports of a year appear in the next."""
    newest = max((int(year) for year in _PRINTED.findall(text)), default=_FIRST)
    return [str(year) for year in range(newest, _FIRST - 1, -1)]
