"""Learns from one clicked entry how a page makes addresses of the rows that its endpoint answers.

An application draws entries that are no links: a click on one opens `/article/1007`, and the row of JSON with
the title of that entry holds the 1007. The other rows lead to addresses that are made in the same way.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from playwright.async_api import Error as BrowserError

from archive.text import remove_whitespace
from crawler.families import json_objects

if TYPE_CHECKING:
    from playwright.async_api import Page, Response

_MAX_ANSWERS = 200
_MAX_ROWS = 5000
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class _AddressRule(NamedTuple):
    """Which field of a row is the title, which stands in the address, and the address around it."""

    title_key: str
    value_key: str
    prefix: str
    suffix: str

    def link_of(self, row: Mapping[str, object]) -> tuple[str, str] | None:
        """Title and address of a row, None if it lacks one of the fields."""
        title, value = row.get(self.title_key), row.get(self.value_key)
        if not isinstance(title, str) or not isinstance(value, str | int):
            return None
        return title, f"{self.prefix}{value}{self.suffix}"


class AnswerLinks:
    """The JSON that a page has received, and the links that follow from it."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[object]] = []
        self._rule: _AddressRule | None = None

    @classmethod
    @asynccontextmanager
    async def watch(cls, page: Page) -> AsyncIterator[AnswerLinks]:
        """Collect the JSON that a page receives while the context is open."""
        answers = cls()
        page.on("response", answers._on_response)
        try:
            yield answers
        finally:
            page.remove_listener("response", answers._on_response)

    async def learn(self, text: str, address: str) -> bool:
        """Learn from an entry with this text, which opened this address; whether a row explains it."""
        shown = remove_whitespace(text)
        for row in [row async for row in self._rows()]:
            self._rule = self._rule or _find_rule(row, shown, address)
        return self._rule is not None

    async def links(self) -> list[tuple[str, str]]:
        """Title and address of every row, each address once."""
        if self._rule is None:
            return []
        found = [self._rule.link_of(row) async for row in self._rows()]
        return [(title, address) for address, title in {link[1]: link[0] for link in found if link}.items()]

    def _on_response(self, response: Response) -> None:
        if response.request.resource_type in ("xhr", "fetch") and len(self._tasks) < _MAX_ANSWERS:
            self._tasks.append(asyncio.ensure_future(_read_json(response)))

    async def _rows(self) -> AsyncIterator[Mapping[str, object]]:
        count = 0
        for answer in await asyncio.gather(*self._tasks):
            for row in json_objects(answer):
                count += 1
                if count > _MAX_ROWS:
                    return
                yield row


async def _read_json(response: Response) -> object:
    with suppress(BrowserError, ValueError):
        return await response.json()
    return None


def _find_rule(row: Mapping[str, object], shown: str, address: str) -> _AddressRule | None:
    """How the address of an entry follows from the row with its title: a value of the row stands in it."""
    title_key = next((key for key, title in _titles(row) if remove_whitespace(title) in shown), "")
    if not title_key:
        return None
    values = {key: str(value) for key, value in row.items() if isinstance(value, str | int)}
    in_address = {
        key: value for key, value in values.items() if value and value in address and key != title_key
    }
    if not in_address:
        return None
    value_key = max(in_address, key=lambda key: len(in_address[key]))
    prefix, _, suffix = address.rpartition(in_address[value_key])
    return _AddressRule(title_key, value_key, prefix, suffix)


def _titles(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The texts in Chinese of a row, the longest first."""
    texts = [(key, text) for key, text in row.items() if isinstance(text, str) and _CHINESE.search(text)]
    return iter(sorted(texts, key=lambda pair: -len(pair[1])))
