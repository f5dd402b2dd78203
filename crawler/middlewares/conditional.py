"""Sends ETag and Last-Modified from the archive and answers a 304 with the archived page.

The spider sees the page as if the portal had sent it. The 304 itself is archived as a `revisit`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from http import HTTPStatus

from scrapy.http import Request, Response

from archive.ledger import Ledger
from archive.model import Capture, Role, UnreadableFile
from archive.warc import ArchiveDamaged
from crawler.middlewares.ledger_access import LedgerMiddleware
from crawler.recording import plain_url, to_response
from crawler.request_meta import (
    META_ARCHIVED,
    META_LABEL,
    META_UNCONDITIONAL,
    RequestLabel,
    is_for_browser,
    source_id,
)

MIDDLEWARE_PRIORITY = 940
"""Next to the recording middleware, before any other middleware decodes the body."""
_VALIDATOR_HEADERS = ("If-None-Match", "If-Modified-Since")


class ConditionalMiddleware(LedgerMiddleware[bool]):
    """Makes requests conditional if the archive has a good response; replaces a 304 by that response."""

    async def process_request(self, request: Request) -> None:
        """Add the validators of the archived page to the request."""
        _remove_validators(request)
        if self._ledger is None or not _can_be_conditional(request):
            return
        if not await self._look_up_once(self._ledger, source_id(request.meta)):
            return
        archived = await asyncio.to_thread(self._ledger.captures.latest_success, plain_url(request.url))
        if archived is None or archived.form:
            return
        request.meta[META_ARCHIVED] = archived
        for name, value in zip(_VALIDATOR_HEADERS, (archived.etag, archived.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def _look_up(self, ledger: Ledger, source: str) -> bool:
        """Whether an earlier run has archived anything of the source."""
        return ledger.captures.has_earlier_captures(source, self._run)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Replace a 304 by the archived page, or by an unconditional request if that is unreadable."""
        archived: Capture | None = request.meta.get(META_ARCHIVED)
        if response.status != HTTPStatus.NOT_MODIFIED or archived is None or self._ledger is None:
            return response
        with suppress(ArchiveDamaged, UnreadableFile):  # `verify` names it
            return await asyncio.to_thread(to_response, self._ledger, request, archived)
        return request.replace(dont_filter=True, meta={**request.meta, META_UNCONDITIONAL: True})


def _remove_validators(request: Request) -> None:
    """Remove what a redirect has copied from the request for another page."""
    request.meta.pop(META_ARCHIVED, None)
    for name in _VALIDATOR_HEADERS:
        request.headers.pop(name, None)


def _can_be_conditional(request: Request) -> bool:
    label: RequestLabel | None = request.meta.get(META_LABEL)
    if label is None or label["role"] is Role.ROBOTS or is_for_browser(request.meta):
        return False
    return request.method == "GET" and META_UNCONDITIONAL not in request.meta
