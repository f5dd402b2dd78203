"""Walks through a list in the browser as a reader does, and returns the HTML of each of its pages.

It chooses each year and agency that the page offers, and in each clicks 下一页 or 加载更多 or scrolls, until
nothing new appears.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout

from crawler.download.answer_links import AnswerLinks
from crawler.download.failed_requests import lacks_script
from crawler.download.link_finder import LinkFinder, with_links
from crawler.download.page_changes import PageChanges
from crawler.download.page_controls import ControlName, PageControls
from crawler.pages import has_route

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Page, ViewportSize

logger = logging.getLogger(__name__)
_CLICK_TIMEOUT_MS = 5_000
_MAX_TABS = 60
_SCROLL_VIEWPORT: ViewportSize = {"width": 1280, "height": 360}
Step = Callable[[], Awaitable[bool]]
"""Does something in the page; whether links appeared that no earlier page had."""

_CUT_NOTE = "<!-- gongkai: the list goes on after these pages -->"


async def click_through(page: Page, max_clicks: int, max_seconds: float = 3600.0) -> list[str]:
    """Return the HTML of each page of the list in order, the first one included.

    The walk ends before the list after `max_clicks` steps, after `max_seconds`, if the browser fails, if a
    step requests data that does not come, or if no step shows anything and a script of the page was not
    loaded; the last page then says so (`is_cut_off`).
    """
    async with PageChanges.watch(page) as changes, AnswerLinks.watch(page) as answers:
        walker = _Walker(page, changes, answers, max_clicks)
        try:
            async with asyncio.timeout(max_seconds):
                await walker.walk()
        except TimeoutError:
            walker.cut_off()
        return walker.texts


async def read_article(page: Page) -> list[str]:
    """Return the HTML of a page that is no list, as soon as it requests nothing more."""
    async with PageChanges.watch(page) as changes:
        await changes.wait_until_loaded()
    return [await page.content()]


def is_cut_off(pages: list[str]) -> bool:
    """Whether the walk ended before the list did."""
    return bool(pages) and pages[-1].endswith(_CUT_NOTE)


class _Walker:
    """One walk through a page."""

    def __init__(self, page: Page, changes: PageChanges, answers: AnswerLinks, max_clicks: int) -> None:
        self.texts: list[str] = []
        self._page = page
        self._changes = changes
        self._controls = PageControls(page)
        self._finder = LinkFinder(page, self._controls, answers)
        self._steps_left = max_clicks
        self._links: list[tuple[str, str]] = []
        self._has_failed = False

    async def walk(self) -> None:
        """Collect the HTML of each page in `texts`."""
        await self._changes.wait_until_loaded()
        if await self._controls.texts("report"):
            # The answers with the rows of the first page came before they were watched.
            await self._page.reload(wait_until="networkidle")
        self.texts.append(await self._finder.content())
        async for text in self._further_pages():
            self.texts.append(text)
        links = [*self._links, *await self._finder.remaining_links()]
        self.texts[-1] = with_links(self.texts[-1], links)
        if not await self._is_complete():
            self.cut_off()

    def cut_off(self) -> None:
        """Note in the last page that the list goes on."""
        self.texts[-1:] = [(self.texts[-1] if self.texts else "") + _CUT_NOTE]

    async def _is_complete(self) -> bool:
        if not self._has_steps() or self._has_failed or self._changes.failures.has_lost_data:
            return False
        return len(self.texts) > 1 or not await lacks_script(self._page)

    async def _further_pages(self) -> AsyncIterator[str]:
        async for text in self._pages_by_steps():
            yield text
        for title, choose in await self._choices():
            if not self._has_steps():
                return
            here = self._page.url
            has_changed = await self._step(choose)
            if _address(self._page.url) != _address(here):
                self._links.append((title, self._page.url))
                await self._page.go_back(wait_until="networkidle")
                continue
            if has_changed:
                yield await self._finder.content()
            async for text in self._pages_by_steps():
                yield text

    async def _pages_by_steps(self) -> AsyncIterator[str]:
        """Yield the pages that 下一页, page numbers, 加载更多 or scrolling show, until nothing is new."""
        for number in count(2):
            if not self._has_steps():
                return
            steps: tuple[Step, ...] = (
                partial(self._click, "next"),
                partial(self._click_number, number),
                partial(self._click, "more"),
                self._scroll,
            )
            for step in steps:
                if await self._step(step):
                    yield await self._finder.content()
                    break
            else:
                return

    async def _choices(self) -> list[tuple[str, Step]]:
        """The text of each section, year and option that the page offers, with what chooses it."""
        sections = dict.fromkeys(await self._controls.texts("annual"))
        years = dict.fromkeys(await self._controls.texts("year"))
        tabs = [(text, partial(self._click_text, "annual", text)) for text in sections]
        if len(years) > 1:
            tabs += [(year, partial(self._click_text, "year", year)) for year in years]
        options = await self._controls.options()
        chosen = [(text, partial(self._select, place, index)) for text, place, index in options]
        return [*tabs[:_MAX_TABS], *chosen[:_MAX_TABS]]

    def _has_steps(self) -> bool:
        return self._steps_left > 0

    async def _step(self, step: Step) -> bool:
        """Take a step; whether it showed something new. A failure counts if no later step succeeds."""
        self._changes.forget_requests()
        try:
            has_changed = await step()
        except BrowserError as error:
            logger.info("页面 %s：%s", self._page.url, error)
            self._has_failed = True
            return False
        if has_changed:
            self._steps_left -= 1
            self._has_failed = False
        self._changes.failures.end_step()
        return has_changed

    async def _click(self, name: ControlName) -> bool:
        element = await self._controls.find(name)
        return element is not None and await self._click_element(element)

    async def _click_number(self, number: int) -> bool:
        element = await self._controls.find_page(number)
        return element is not None and await self._click_element(element, is_quick=True)

    async def _click_text(self, name: ControlName, text: str) -> bool:
        texts = await self._controls.texts(name)
        element = await self._controls.find(name, texts.index(text)) if text in texts else None
        return element is not None and await self._click_element(element, is_quick=True)

    async def _click_element(self, element: ElementHandle, is_quick: bool = False) -> bool:
        try:
            await element.click(timeout=_CLICK_TIMEOUT_MS)
        except BrowserTimeout:
            # Something covers the control, or the page was busy and may still react.
            if await self._changes.wait_for_new_links():
                return True
            with suppress(BrowserTimeout):
                await element.dispatch_event("click")
        return await self._changes.wait_for_new_links(is_quick)

    async def _select(self, place: int, index: int) -> bool:
        await self._page.locator("select:visible").nth(place).select_option(index=index)
        return await self._changes.wait_for_new_links(is_quick=True)

    async def _scroll(self) -> bool:
        # In a high window a short list has nothing to scroll.
        await self._page.set_viewport_size(_SCROLL_VIEWPORT)
        await self._page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        await self._page.mouse.wheel(0, 4000)
        return await self._changes.wait_for_new_links(is_quick=True)


def _address(url: str) -> str:
    """The URL without its fragment, unless that is the route of an application."""
    return url if has_route(url) else url.partition("#")[0]
