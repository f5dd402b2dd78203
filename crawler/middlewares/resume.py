"""Answers requests of an unfinished source from the archive.

Responses of an earlier, killed run come from the archive and not from the portal, page by page, so that the
crawl goes through lists and menus again without a request for any of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse, Request, Response

from archive.ledger import Ledger, RequestKey
from archive.model import Capture, Role, UnreadableFile
from archive.warc import ArchiveDamaged
from crawler.middlewares.ledger_access import LedgerMiddleware
from crawler.recording import form_body, payload_record, plain_url, to_response
from crawler.request_meta import (
    CACHED_FLAG,
    META_CAPTURE,
    META_LABEL,
    META_RETRY_COUNT,
    RequestLabel,
    is_for_browser,
    set_browser_pages,
)
from crawler.state import CrawlState

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MIDDLEWARE_PRIORITY = 150
"""After the check of robots.txt, which may have changed since; before all that waits, fetches or retries."""


class ResumeMiddleware(LedgerMiddleware[tuple[str, ...]]):
    """Answers requests of unfinished sources as far as the archive can; all others go on to the portal."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._stats = crawler.stats
        self._state: CrawlState | None = None

    def spider_opened(self) -> None:
        """Open the ledger and `crawl.db`."""
        super().spider_opened()
        self._state = CrawlState.open(self._data)

    async def spider_closed(self) -> None:
        """Close both."""
        await super().spider_closed()
        if self._state:
            await asyncio.to_thread(self._state.close)

    async def process_request(self, request: Request) -> Response | None:
        """Return the response that an unfinished run received, or None. A retry always goes to the portal."""
        label: RequestLabel | None = request.meta.get(META_LABEL)
        if label is None or self._ledger is None or request.meta.get(META_RETRY_COUNT):
            return None
        source = label["source"]
        runs = await self._look_up_once(self._ledger, source)
        if not runs:
            return None
        role = Role.RENDERED if is_for_browser(request.meta) else Role(label["role"])
        key = RequestKey(plain_url(request.url), form_body(request), source, role)
        return await asyncio.to_thread(self._archived_response, self._ledger, request, key, runs)

    def _look_up(self, ledger: Ledger, source: str) -> tuple[str, ...]:
        """Return the runs that did not finish the source."""
        return self._state.unfinished.earlier_runs(source, self._run) if self._state else ()

    def _archived_response(
        self, ledger: Ledger, request: Request, request_key: RequestKey, runs: tuple[str, ...]
    ) -> Response | None:
        capture = ledger.captures.find_final_answer(request_key, runs)
        if capture is None:
            return None
        with suppress(ArchiveDamaged, UnreadableFile):  # `verify` names it; the portal still has it
            if request_key.role is Role.RENDERED:
                response = _browser_response(ledger, request, request_key, capture)
            else:
                response = to_response(ledger, request, capture)
            request.meta[META_CAPTURE] = capture
            if self._stats:
                self._stats.inc_value("gongkai/resumed")
            return response
        return None


def _browser_response(
    ledger: Ledger, request: Request, request_key: RequestKey, capture: Capture
) -> Response:
    """Return the last page that the browser rendered, with all pages of the list set in the request."""
    last = payload_record(ledger, capture).payload
    pages = [payload_record(ledger, page).payload for page in _earlier_pages(ledger, request_key, capture)]
    set_browser_pages(request.meta, [page.decode() for page in (*pages, last)])
    status = capture.status or 200
    return HtmlResponse(request.url, status=status, body=last, encoding="utf-8", flags=[CACHED_FLAG])


def _earlier_pages(ledger: Ledger, request_key: RequestKey, capture: Capture) -> Iterator[Capture]:
    for number in count(1):
        page = ledger.captures.find_final_answer(
            request_key._replace(url=f"{request_key.url}#page={number}"), (capture.run,)
        )
        if page is None:
            return
        yield page
