"""What a crawl has asked for, and the menus that it may still look at, the best lead first."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from crawler.frontier.position import Place
from crawler.pages.link_rules import Lead
from crawler.pages.page import Ask
from crawler.pages.urls import canonical


class Frontier:
    """One for a crawl. The same page at two addresses counts as asked for, whichever came first."""

    def __init__(self) -> None:
        self._asked: set[Ask] = set()
        self._known: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        self._waiting: dict[str, list[tuple[int, int, Lead, Place]]] = {}
        self._order = count()

    def claim(self, ask: Ask, exactly: bool = False) -> bool:
        """Note that a page is asked for; False when it was before.

        `exactly` compares addresses as they are written: a page that sends its visitor from `/` to
        `/index.html` is one page for all others, but not for him.
        """
        key = (canonical(ask.url), ask.form)
        is_new = ask not in self._asked if exactly else key not in self._known
        self._asked.add(ask)
        self._known.add(key)
        return is_new

    def wait(self, source: str, lead: Lead, place: Place) -> None:
        """Keep a menu for later."""
        heappush(self._waiting.setdefault(source, []), (-lead.score, next(self._order), lead, place))

    def best(self, source: str) -> Iterator[tuple[Lead, Place]]:
        """The menus that wait, taken out one after the other; of equals the one that was seen first."""
        waiting = self._waiting.get(source, [])
        while waiting:
            _, _, lead, place = heappop(waiting)
            yield lead, place
