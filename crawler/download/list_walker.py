"""Clicks 下一页 in the browser and returns the HTML of each list page."""

from __future__ import annotations

import asyncio
import hashlib
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page, Request

_FIRST_STABLE_TIMEOUT_MS = 20_000
_STABLE_TIMEOUT_MS = 8_000
_CLICK_TIMEOUT_MS = 5_000
_POLL_SECONDS = 0.1
_MAX_IDLE_POLLS = 40
"""Looks at the links while the page requests nothing; after so many a click had no effect."""
_MAX_ANSWER_SECONDS = 30.0
"""How long to wait for the answers of the requests that a click caused."""
_NEXT_TEXTS = ("下一页", "下页", "后一页", "下一頁")
# On the last page of a list the button often remains, marked as disabled.
_DISABLED_SELECTOR = "[disabled], [aria-disabled=true], .disabled, .disable, .layui-disabled, .is-disabled"
_LINKS_SCRIPT = "els => els.map(a => a.getAttribute('href') + ' ' + a.innerText).join('\\n')"


async def click_through(page: Page, max_clicks: int) -> list[str]:
    """Return the HTML of each page of the list in order: the first, and one a click, at most `max_clicks`."""
    await _wait_until_stable(page, _FIRST_STABLE_TIMEOUT_MS)
    pages = [await page.content()]
    seen_digests = {await _links_digest(page)}
    with _OpenRequests(page) as open_requests:
        for _ in range(max_clicks):
            button = await _next_button(page)
            if button is None or not await _click_next(page, button, seen_digests, open_requests):
                break
            pages.append(await page.content())
    return pages


class _OpenRequests:
    """The requests of a page since the last click that have no answer yet."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._requests: set[Request] = set()

    def __enter__(self) -> _OpenRequests:
        self._page.on("request", self._add)
        self._page.on("requestfinished", self._remove)
        self._page.on("requestfailed", self._remove)
        return self

    def __exit__(self, *_exception: object) -> None:
        self._page.remove_listener("request", self._add)
        self._page.remove_listener("requestfinished", self._remove)
        self._page.remove_listener("requestfailed", self._remove)

    def __bool__(self) -> bool:
        return bool(self._requests)

    def forget(self) -> None:
        """Leave out the requests until now: one that never ends is no answer to the next click."""
        self._requests.clear()

    def _add(self, request: Request) -> None:
        self._requests.add(request)

    def _remove(self, request: Request) -> None:
        self._requests.discard(request)


async def _wait_until_stable(page: Page, timeout_ms: float) -> None:
    """Wait until the network is idle; a page that never stops polling is taken as it is."""
    with suppress(BrowserTimeout):
        await page.wait_for_load_state("networkidle", timeout=timeout_ms)


async def _click_next(
    page: Page, button: Locator, seen_digests: set[str], open_requests: _OpenRequests
) -> bool:
    """Click 下一页 and wait until links appear that no earlier page had; False if none do."""
    open_requests.forget()
    try:
        await button.click(timeout=_CLICK_TIMEOUT_MS)
        has_new_links = await _wait_for_new_links(page, seen_digests, open_requests)
    except BrowserTimeout:
        # Something covers the button, or the page was busy and may still react.
        has_new_links = await _wait_for_new_links(
            page, seen_digests, open_requests
        ) or await _click_covered_button(page, button, seen_digests, open_requests)
    if has_new_links:
        await _wait_until_stable(page, _STABLE_TIMEOUT_MS)
        seen_digests.add(await _links_digest(page))
    return has_new_links


async def _click_covered_button(
    page: Page, button: Locator, seen_digests: set[str], open_requests: _OpenRequests
) -> bool:
    """Send the button the event of a click, which nothing can cover; then wait as after a click."""
    with suppress(BrowserTimeout):
        await button.dispatch_event("click", timeout=_CLICK_TIMEOUT_MS)
    return await _wait_for_new_links(page, seen_digests, open_requests)


async def _wait_for_new_links(page: Page, seen_digests: set[str], open_requests: _OpenRequests) -> bool:
    """Wait while the page requests something, and a little longer; whether links appeared that are new."""
    idle_polls = 0
    deadline = time.monotonic() + _MAX_ANSWER_SECONDS
    while idle_polls < _MAX_IDLE_POLLS and time.monotonic() < deadline:
        digest = await _links_digest(page)
        if digest not in seen_digests:
            seen_digests.add(digest)
            return True
        idle_polls = 0 if open_requests else idle_polls + 1
        await asyncio.sleep(_POLL_SECONDS)
    return False


async def _links_digest(page: Page) -> str:
    """Return a digest of all links of the page; empty while it is loading."""
    try:
        links: str = await page.eval_on_selector_all("a", _LINKS_SCRIPT)
    except BrowserError:
        return ""
    return hashlib.sha256(links.encode()).hexdigest()


async def _next_button(page: Page) -> Locator | None:
    """Return the first visible element with the text 下一页 that is not disabled."""
    for text in _NEXT_TEXTS:
        buttons = page.locator("a, button, li, span, div").get_by_text(text, exact=True)
        for index in range(await buttons.count()):
            button = buttons.nth(index)
            if await button.is_visible() and not await _is_disabled(button):
                return button
    return None


async def _is_disabled(button: Locator) -> bool:
    script = "(element, selector) => element.closest(selector) !== null"
    is_disabled: bool = await button.evaluate(script, _DISABLED_SELECTOR)
    return is_disabled
