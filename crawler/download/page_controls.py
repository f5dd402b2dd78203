"""Finds the controls of a rendered page: 下一页, 加载更多, years, choices, entries that are no links."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from crawler.families import browser_patterns

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, JSHandle, Page

ControlName = Literal["next", "more", "annual", "year", "menu", "report"]


@cache
def _script() -> str:
    return (files(__package__) / "walk_scripts.js").read_text("utf-8").partition("\n")[2]


class PageControls:
    """The controls of one page in the browser, looked up again at each call: scripts replace them."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def find(self, name: ControlName, index: int = 0) -> ElementHandle | None:
        """The visible and usable control number `index` of that kind, None if there are fewer."""
        functions = await self._functions()
        handle = await functions.evaluate_handle(
            "(functions, [name, index]) => functions.find(name, index)", [name, index]
        )
        return handle.as_element()

    async def find_page(self, number: int) -> ElementHandle | None:
        """The control of a numbered pager that leads to that page, None if there is none."""
        functions = await self._functions()
        handle = await functions.evaluate_handle("(functions, number) => functions.page(number)", number)
        return handle.as_element()

    async def texts(self, name: ControlName) -> list[str]:
        """The texts of all controls of that kind, in the order of the page."""
        functions = await self._functions()
        texts: list[str] = await functions.evaluate("(functions, name) => functions.texts(name)", name)
        return texts

    async def options(self) -> list[tuple[str, int, int]]:
        """The options of select boxes that name a year or an agency: text, place of box and option."""
        functions = await self._functions()
        options: list[tuple[str, int, int]] = await functions.evaluate("(functions) => functions.options()")
        return options

    async def _functions(self) -> JSHandle:
        return await self._page.evaluate_handle(_script(), browser_patterns())
