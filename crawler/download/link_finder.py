"""Finds where entries of a rendered list lead that are no links: clicks each and notes the address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError

from crawler.download.page_controls import PageControls

if TYPE_CHECKING:
    from playwright.async_api import Page

_MAX_ENTRIES = 60
_POLL_SECONDS = 0.05
_MAX_POLLS = 12
# window.open would need a window of its own; its address is enough.
_NOTE_OPENED = """() => {
  window.gongkaiOpened = "";
  window.open = (url) => { window.gongkaiOpened = String(url || ""); return null; };
}"""
_OPENED = "() => window.gongkaiOpened ? new URL(window.gongkaiOpened, document.baseURI).href : ''"


async def with_clicked_links(page: Page, controls: PageControls, url: str) -> str:
    """The HTML of the page, with a link at its end for each report that only a click opens.

    Of a page that has left `url`, the links get the address that they are relative to.
    """
    text = await page.content()
    here = page.url
    if here.partition("#")[0] != url:
        text = text.replace("<head>", f'<head><base href="{escape(here)}">', 1)
    return with_links(text, [link async for link in _clicked_links(page, controls)])


def with_links(text: str, links: Sequence[tuple[str, str]]) -> str:
    """A page with a list of links, given as pairs of text and address, at the end of its body."""
    if not links:
        return text
    items = (f'<li><a href="{escape(target)}">{escape(title)}</a></li>' for title, target in links)
    body, end, rest = text.rpartition("</body>")
    return f"{body or rest}<ul>{''.join(items)}</ul>{end}{rest if body else ''}"


async def _clicked_links(page: Page, controls: PageControls) -> AsyncIterator[tuple[str, str]]:
    """Yield title and address of each report that only a click opens."""
    titles = (await controls.texts("report"))[:_MAX_ENTRIES]
    for index, title in enumerate(titles):
        with suppress(BrowserError):
            if target := await _click_entry(page, controls, index):
                yield title, target


async def _click_entry(page: Page, controls: PageControls, index: int) -> str:
    """Click an entry and return the address that it opens, "" for none; then go back to the list."""
    here = page.url
    await page.evaluate(_NOTE_OPENED)
    element = await controls.find("report", index)
    if element is None:
        return ""
    await element.dispatch_event("click")
    for _ in range(_MAX_POLLS):
        await asyncio.sleep(_POLL_SECONDS)
        opened: str = await page.evaluate(_OPENED) if page.url == here else page.url
        if opened:
            break
    if page.url != here:
        await page.go_back(wait_until="networkidle")
    return opened
