"""What the browser does on a list: let it settle, keep the page, click 下一页, until nothing is new."""

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
# A pager's last step is often still there, only marked.
_DISABLED_SELECTOR = "[disabled], [aria-disabled=true], .disabled, .disable, .layui-disabled, .is-disabled"
_LINKS_SCRIPT = "els => els.map(a => a.getAttribute('href') + ' ' + a.innerText).join('\\n')"


async def click_through(page: Page, max_clicks: int) -> list[str]:
    """The markup of each page of the list, in order: the first, and one a click, at most `clicks` of them."""
    await _wait_until_stable(page)
    pages = [await page.content()]
    seen = {await _links_digest(page)}
    for _ in range(max_clicks):
        button = await _next_button(page)
        if button is None or not await _click_next(page, button, seen):
            break
        pages.append(await page.content())
    return pages


async def _wait_until_stable(page: Page) -> None:
    """Until the network is quiet; a page that polls for ever is taken as it stands."""
    with suppress(BrowserTimeout):
        await page.wait_for_load_state("networkidle", timeout=_STABLE_TIMEOUT_MS)


async def _click_next(page: Page, button: Locator, seen_digests: set[str]) -> bool:
    """Click, and wait for links that were not there on any page before."""
    with suppress(BrowserTimeout):
        await button.click(timeout=_CLICK_TIMEOUT_MS)
        for _ in range(_MAX_POLLS):
            links = await _links_digest(page)
            if links not in seen_digests:
                await _wait_until_stable(page)
                seen_digests.update((links, await _links_digest(page)))
                return True
            await asyncio.sleep(_POLL_SECONDS)
    return False


async def _links_digest(page: Page) -> str:
    """A digest of all links that the page shows; "" while it is between two pages."""
    try:
        links: str = await page.eval_on_selector_all("a", _LINKS_SCRIPT)
    except BrowserError:
        return ""
    return hashlib.sha256(links.encode()).hexdigest()


async def _next_button(page: Page) -> Locator | None:
    """The first visible thing that says 下一页 and is not switched off."""
    for text in _NEXT_TEXTS:
        found = page.locator("a, button, li, span, div").get_by_text(text, exact=True)
        for index in range(await found.count()):
            button = found.nth(index)
            if await button.is_visible() and not await _is_disabled(button):
                return button
    return None


async def _is_disabled(button: Locator) -> bool:
    off: bool = await button.evaluate("(el, off) => el.closest(off) !== null", _DISABLED_SELECTOR)
    return off
