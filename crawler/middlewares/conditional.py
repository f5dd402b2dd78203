"""Asks only for what has changed: a Scrapy downloader middleware that sends the archive's validators.

A portal that answers 304 sends no body; the one in the archive takes its place, so that whoever reads the
answer need not know. The visit itself is archived as what it was, a `revisit`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from scrapy.http import Request, Response

from archive.ledger import Ledger
from archive.model import Capture, Role, UnreadableFile
from archive.warc import ArchiveDamaged
from crawler.middlewares.ledger_access import LedgerMiddleware
from crawler.recording import plain_url, to_response
from crawler.request_meta import META_LABEL

MIDDLEWARE_PRIORITY = 940
"""Right behind the recording, before anything undoes an encoding."""
_META_ARCHIVED = "gongkai_known"
_META_UNCONDITIONAL = "gongkai_whole"
_VALIDATOR_HEADERS = ("If-None-Match", "If-Modified-Since")
_NOT_MODIFIED = 304


class ConditionalMiddleware(LedgerMiddleware[bool]):
    """Sends ETag and date of the newest good visit, and reads a 304 as the page that it stands for."""

    async def process_request(self, request: Request) -> None:
        """Put what the archive knows of a page into the question."""
        _remove_validators(request)
        if self._ledger is None or not _can_be_conditional(request):
            return
        if not await self._look_up_once(self._ledger, request.meta[META_LABEL]["source"]):
            return
        known = await asyncio.to_thread(self._ledger.captures.latest_success, plain_url(request.url))
        if known is None or known.form:
            return
        request.meta[_META_ARCHIVED] = known
        for name, value in zip(_VALIDATOR_HEADERS, (known.etag, known.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def _look_up(self, ledger: Ledger, source: str) -> bool:
        """Whether anything of the source is archived."""
        return ledger.captures.has_earlier_captures(source, self._run)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The archived page in the place of a 304; one that the archive has lost is asked for once more."""
        known: Capture | None = request.meta.get(_META_ARCHIVED)
        if response.status != _NOT_MODIFIED or known is None or self._ledger is None:
            return response
        with suppress(ArchiveDamaged, UnreadableFile):  # `verify` names it
            return await asyncio.to_thread(to_response, self._ledger, request, known)
        return request.replace(dont_filter=True, meta={**request.meta, _META_UNCONDITIONAL: True})


def _remove_validators(request: Request) -> None:
    """A redirect takes headers and notes along, and they are another page's."""
    request.meta.pop(_META_ARCHIVED, None)
    for name in _VALIDATOR_HEADERS:
        request.headers.pop(name, None)


def _can_be_conditional(request: Request) -> bool:
    label = request.meta.get(META_LABEL)
    if label is None or label["role"] is Role.ROBOTS or request.meta.get("playwright"):
        return False
    return request.method == "GET" and _META_UNCONDITIONAL not in request.meta
