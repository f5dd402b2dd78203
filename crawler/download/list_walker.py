"""Clicks 下一页 in the browser and returns the HTML of each list page."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_STABLE_TIMEOUT_MS = 8_000
_CLICK_TIMEOUT_MS = 5_000
_MAX_POLLS = 40
_POLL_SECONDS = 0.1
_NEXT_TEXTS = ("下一页", "下页", "后一页", "下一頁")
# On the last page of a list the button often remains, marked as disabled.
_DISABLED_SELECTOR = "[disabled], [aria-disabled=true], .disabled, .disable, .layui-disabled, .is-disabled"
_LINKS_SCRIPT = "els => els.map(a => a.getAttribute('href') + ' ' + a.innerText).join('\\n')"


async def click_through(page: Page, max_clicks: int) -> list[str]:
    """Return the HTML of each page of the list in order: the first, and one a click, at most `max_clicks`."""
    await _wait_until_stable(page)
    pages = [await page.content()]
    seen_digests = {await _links_digest(page)}
    for _ in range(max_clicks):
        button = await _next_button(page)
        if button is None or not await _click_next(page, button, seen_digests):
            break
        pages.append(await page.content())
    return pages


async def _wait_until_stable(page: Page) -> None:
    """Wait until the network is idle; a page that never stops polling is taken as it is."""
    with suppress(BrowserTimeout):
        await page.wait_for_load_state("networkidle", timeout=_STABLE_TIMEOUT_MS)


async def _click_next(page: Page, button: Locator, seen_digests: set[str]) -> bool:
    """Click 下一页 and wait until links appear that no earlier page had; False if none do."""
    with suppress(BrowserTimeout):
        await button.click(timeout=_CLICK_TIMEOUT_MS)
        for _ in range(_MAX_POLLS):
            digest = await _links_digest(page)
            if digest not in seen_digests:
                await _wait_until_stable(page)
                seen_digests.update((digest, await _links_digest(page)))
                return True
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
