"""Finds where entries of a rendered page lead that are no links: clicks them and notes the address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError

from archive.text import remove_whitespace
from crawler.download.answer_links import AnswerLinks
from crawler.download.page_controls import ControlName, PageControls

if TYPE_CHECKING:
    from playwright.async_api import Page

_MAX_ENTRIES = 60
_UNKNOWN_ADDRESS = "javascript:"
_POLL_SECONDS = 0.05
_MAX_POLLS = 12
_MAX_REDRAW_POLLS = 100
# window.open would need a window of its own; its address is enough.
_NOTE_OPENED = """() => {
  window.gongkaiOpened = "";
  window.open = (url) => { window.gongkaiOpened = String(url || ""); return null; };
}"""
_OPENED = "() => window.gongkaiOpened ? new URL(window.gongkaiOpened, document.baseURI).href : ''"


def with_links(text: str, links: Sequence[tuple[str, str]]) -> str:
    """A page with a list of links, given as pairs of text and address, at the end of its body."""
    if not links:
        return text
    items = (f'<li><a href="{escape(target)}">{escape(title)}</a></li>' for title, target in links)
    body, end, rest = text.rpartition("</body>")
    return f"{body or rest}<ul>{''.join(items)}</ul>{end}{rest if body else ''}"


def _is_one_of(text: str, titles: set[str]) -> bool:
    """Whether a text is one of the titles or has one in it, as a row with agency and date."""
    return text in titles or any(title in text for title in titles)


class LinkFinder:
    """Clicks the entries of one page in the browser that are no links.

    Where a click leaves the page, coming back may show the first page of the list again. One such entry is
    clicked, and the others follow from the page's own endpoint (`AnswerLinks`).
    """

    def __init__(self, page: Page, controls: PageControls, answers: AnswerLinks) -> None:
        self._page = page
        self._controls = controls
        self._answers = answers
        self._url = page.url.partition("#")[0]
        self._has_clicked_menus = False
        self._follows_from_answers = False
        self._unopened: dict[str, None] = {}

    async def content(self) -> str:
        """The HTML of the page, with a link at its end for each entry that a click opens.

        If the page has another address than at first, its links get the one that they are relative to.
        """
        text = await self._page.content()
        here = self._page.url
        if here.partition("#")[0] != self._url:
            text = text.replace("<head>", f'<head><base href="{escape(here)}">', 1)
        links = [link async for link in self._menu_links()]
        return with_links(text, links + [link async for link in self._report_links()])

    async def remaining_links(self) -> list[tuple[str, str]]:
        """Title and address of the entries that follow from the page's endpoint.

        Reports that were shown and lead nowhere known have the address of a script: the reader of the page
        counts them as missed.
        """
        links = await self._answers.links()
        titles = {remove_whitespace(title) for title, _ in links}
        unknown = [text for text in self._unopened if not _is_one_of(remove_whitespace(text), titles)]
        return [*links, *((text, _UNKNOWN_ADDRESS) for text in unknown)]

    async def _menu_links(self) -> AsyncIterator[tuple[str, str]]:
        """Yield text and address of each menu that only a click opens; once, for all pages."""
        if not self._has_clicked_menus:
            self._has_clicked_menus = True
            for index, text in enumerate((await self._controls.texts("menu"))[:_MAX_ENTRIES]):
                address, _ = await self._click("menu", index)
                if address:
                    yield text, address

    async def _report_links(self) -> AsyncIterator[tuple[str, str]]:
        """Yield title and address of each report that only a click opens."""
        for index, title in enumerate(await self._controls.texts("report")):
            if self._follows_from_answers or index >= _MAX_ENTRIES:
                self._unopened[title] = None
                continue
            address, has_left = await self._click("report", index)
            if address:
                yield title, address
                self._follows_from_answers = has_left and await self._answers.learn(title, address)
            else:
                self._unopened[title] = None

    async def _click(self, name: ControlName, index: int) -> tuple[str, bool]:
        """Click an entry; return the address that it opens, "" for none, and whether that left the page."""
        here, opened, has_left = self._page.url, "", False
        with suppress(BrowserError):
            await self._page.evaluate(_NOTE_OPENED)
            element = await self._controls.find(name, index)
            if element is None:
                return "", False
            await element.dispatch_event("click")
            for _ in range(_MAX_POLLS):
                await asyncio.sleep(_POLL_SECONDS)
                opened = await self._page.evaluate(_OPENED) if self._page.url == here else self._page.url
                if opened:
                    break
            has_left = self._page.url != here
            if has_left:
                await self._page.go_back(wait_until="networkidle")
                await self._wait_for_entries(name)
        return opened, has_left

    async def _wait_for_entries(self, name: ControlName) -> None:
        """Wait until the page shows entries: an application draws them again after going back."""
        for _ in range(_MAX_REDRAW_POLLS):
            if await self._controls.find(name) is not None:
                return
            await asyncio.sleep(_POLL_SECONDS)
