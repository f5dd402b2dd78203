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

_SETTLE_MS = 8_000
_CLICK_MS = 5_000
_POLLS = 40
_POLL_SECONDS = 0.1
_NEXT_TEXTS = ("下一页", "下页", "后一页", "下一頁")
# A pager's last step is often still there, only marked.
_OFF = "[disabled], [aria-disabled=true], .disabled, .disable, .layui-disabled, .is-disabled"
_LINKS = "els => els.map(a => a.getAttribute('href') + ' ' + a.innerText).join('\\n')"


async def walk(page: Page, clicks: int) -> list[str]:
    """The markup of each page of the list, in order: the first, and one a click, at most `clicks` of them."""
    await _settled(page)
    pages = [await page.content()]
    seen = {await _links(page)}
    for _ in range(clicks):
        button = await _next_button(page)
        if button is None or not await _turned(page, button, seen):
            break
        pages.append(await page.content())
    return pages


async def _settled(page: Page) -> None:
    """Until the network is quiet; a page that polls for ever is taken as it stands."""
    with suppress(BrowserTimeout):
        await page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)


async def _turned(page: Page, button: Locator, seen: set[str]) -> bool:
    """Click, and wait for links that were not there on any page before."""
    with suppress(BrowserTimeout):
        await button.click(timeout=_CLICK_MS)
        for _ in range(_POLLS):
            links = await _links(page)
            if links not in seen:
                await _settled(page)
                seen.update((links, await _links(page)))
                return True
            await asyncio.sleep(_POLL_SECONDS)
    return False


async def _links(page: Page) -> str:
    """A digest of all links that the page shows; "" while it is between two pages."""
    try:
        links: str = await page.eval_on_selector_all("a", _LINKS)
    except BrowserError:
        return ""
    return hashlib.sha256(links.encode()).hexdigest()


async def _next_button(page: Page) -> Locator | None:
    """The first visible thing that says 下一页 and is not switched off."""
    for text in _NEXT_TEXTS:
        found = page.locator("a, button, li, span, div").get_by_text(text, exact=True)
        for index in range(await found.count()):
            button = found.nth(index)
            if await button.is_visible() and not await _is_off(button):
                return button
    return None


async def _is_off(button: Locator) -> bool:
    off: bool = await button.evaluate("(el, off) => el.closest(off) !== null", _OFF)
    return off
