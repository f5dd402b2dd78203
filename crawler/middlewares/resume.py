"""A source that a killed run left unfinished is taken up where it was left: a Scrapy downloader middleware.

What an earlier run of the same unit of work was answered comes from the archive, not from the portal, page
by page, so that the crawl finds its way through lists and menus once more without asking for any of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse, Request, Response

from archive.ledger.ledger import Asked, Ledger
from archive.model import Capture, Role, UnreadableFile
from archive.warc.gzip_members import ArchiveDamaged
from crawler.middlewares.ledger_access import WithLedger
from crawler.recording.replay import body_of, replayed
from crawler.recording.visit_records import form_of, plain_url
from crawler.request_meta import CACHED, CAPTURE, LABEL

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PRIORITY = 150
"""Behind the rules of robots.txt, which may have changed since; before whatever waits, asks or retries."""


class ResumeMiddleware(WithLedger[tuple[str, ...]]):
    """Answers what the archive can answer for an unfinished source; the rest goes on to the portal."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._stats = crawler.stats

    async def process_request(self, request: Request) -> Response | None:
        """The answer that an unfinished run was given, or None. A retry is always asked anew."""
        label = request.meta.get(LABEL)
        if label is None or self._ledger is None or request.meta.get("retry_times"):
            return None
        source = label["source"]
        runs = await self._of_source(self._ledger, source)
        if not runs:
            return None
        role = Role.RENDERED if request.meta.get("playwright") else Role(label["role"])
        asked = Asked(plain_url(request.url), form_of(request), source, role)
        return await asyncio.to_thread(self._answer, self._ledger, request, asked, runs)

    def _look_up(self, ledger: Ledger, source: str) -> tuple[str, ...]:
        """The runs that did not come to the source's end."""
        return ledger.earlier_runs(source, self._run)

    def _answer(
        self, ledger: Ledger, request: Request, asked: Asked, runs: tuple[str, ...]
    ) -> Response | None:
        capture = ledger.settled(asked, runs)
        if capture is None:
            return None
        with suppress(ArchiveDamaged, UnreadableFile):  # `verify` names it; the portal has it still
            if asked.role is Role.RENDERED:
                response = _rendered(ledger, request, asked, capture)
            else:
                response = replayed(ledger, request, capture)
            request.meta[CAPTURE] = capture
            if self._stats:
                self._stats.inc_value("gongkai/resumed")
            return response
        return None


def _rendered(ledger: Ledger, request: Request, asked: Asked, capture: Capture) -> Response:
    """The last page that the browser had, and the pages that it walked through where the spider looks."""
    last = body_of(ledger, capture).payload
    pages = [body_of(ledger, page).payload for page in _before(ledger, asked, capture)]
    request.meta["playwright_page_methods"][0].result = [page.decode() for page in (*pages, last)]
    status = capture.status or 200
    return HtmlResponse(request.url, status=status, body=last, encoding="utf-8", flags=[CACHED])


def _before(ledger: Ledger, asked: Asked, capture: Capture) -> Iterator[Capture]:
    for number in count(1):
        page = ledger.settled(asked._replace(url=f"{asked.url}#page={number}"), (capture.run,))
        if page is None:
            return
        yield page
