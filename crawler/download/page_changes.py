"""Waits for the links that a click brings into a page, while the page requests something."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.download.failed_requests import FailedRequests

if TYPE_CHECKING:
    from playwright.async_api import Page, Request

_FIRST_STABLE_TIMEOUT_MS = 20_000
_STABLE_TIMEOUT_MS = 8_000
_POLL_SECONDS = 0.1
_MAX_IDLE_POLLS = 40
"""Looks at the links while the page requests nothing; after so many a click had no effect."""
_MAX_QUICK_IDLE_POLLS = 8
"""The same for a step that may well have none, such as scrolling."""
_IDLE_POLLS_AFTER_ANSWERS = 2
_MAX_ANSWER_SECONDS = 30.0
"""How long to wait for the answers of the requests that a step caused."""
# Besides the links the lines that may name a report: applications draw entries that are no links.
_LINKS_SCRIPT = """() => [
  ...[...document.querySelectorAll("a")].map((link) => `${link.getAttribute("href")} ${link.innerText}`),
  ...document.body.innerText.split("\\n").filter((line) => /公开|年报|年度报告/.test(line)),
].join("\\n")"""


class PageChanges:
    """The links that a page has shown so far, and its requests since the last step without an answer."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open_requests: set[Request] = set()
        self._seen_digests: set[str] = set()
        self.failures = FailedRequests()

    @classmethod
    @asynccontextmanager
    async def watch(cls, page: Page) -> AsyncIterator[PageChanges]:
        """Watch the requests of a page while the context is open."""
        changes = cls(page)
        page.on("request", changes._on_request)
        page.on("requestfinished", changes._on_request_end)
        page.on("requestfailed", changes._on_request_failure)
        page.on("response", changes.failures.note_response)
        try:
            yield changes
        finally:
            page.remove_listener("request", changes._on_request)
            page.remove_listener("requestfinished", changes._on_request_end)
            page.remove_listener("requestfailed", changes._on_request_failure)
            page.remove_listener("response", changes.failures.note_response)

    def _on_request(self, request: Request) -> None:
        self._open_requests.add(request)

    def _on_request_end(self, request: Request) -> None:
        self._open_requests.discard(request)

    def _on_request_failure(self, request: Request) -> None:
        self._on_request_end(request)
        self.failures.add(request)

    def forget_requests(self) -> None:
        """Leave out the requests until now: one that never ends is no answer to the next step."""
        self._open_requests.clear()
        self.failures.start_step()

    async def wait_until_loaded(self) -> None:
        """Wait until the network is idle; a page that never stops polling is taken as it is."""
        await self._wait_until_stable(_FIRST_STABLE_TIMEOUT_MS)
        self._seen_digests.add(await self._links_digest())

    async def wait_for_new_links(self, is_quick: bool = False) -> bool:
        """Wait while the page requests something, and a little longer; whether new links appeared."""
        idle_polls, max_idle_polls = 0, _MAX_QUICK_IDLE_POLLS if is_quick else _MAX_IDLE_POLLS
        deadline = time.monotonic() + _MAX_ANSWER_SECONDS
        while idle_polls < max_idle_polls and time.monotonic() < deadline:
            digest = await self._links_digest()
            if digest and digest not in self._seen_digests:
                self._seen_digests.add(digest)
                await self._wait_for_answers()
                await self._wait_until_stable(_STABLE_TIMEOUT_MS)
                self._seen_digests.add(await self._links_digest())
                return True
            idle_polls = 0 if self._open_requests else idle_polls + 1
            await asyncio.sleep(_POLL_SECONDS)
        return False

    async def _wait_for_answers(self) -> None:
        """Wait for the requests of the last step, and two looks longer: a tab is shown before its entries."""
        deadline, idle_polls = time.monotonic() + _STABLE_TIMEOUT_MS / 1000, 0
        while idle_polls < _IDLE_POLLS_AFTER_ANSWERS and time.monotonic() < deadline:
            await asyncio.sleep(_POLL_SECONDS)
            idle_polls = 0 if self._open_requests else idle_polls + 1

    async def _wait_until_stable(self, timeout_ms: float) -> None:
        with suppress(BrowserTimeout):
            await self._page.wait_for_load_state("networkidle", timeout=timeout_ms)

    async def _links_digest(self) -> str:
        """A digest of all links and list entries of the page; empty while it is loading."""
        try:
            links: str = await self._page.evaluate(_LINKS_SCRIPT)
        except BrowserError:
            return ""
        return hashlib.sha256(links.encode()).hexdigest()
