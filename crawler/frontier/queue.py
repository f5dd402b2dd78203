"""What a crawl has asked for, and the menus that it may still look at, the best lead first."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from crawler.frontier.position import PagePosition
from crawler.pages import RequestSpec, ScoredLink, canonical_key


class Frontier:
    """One for a crawl. The same page at two addresses counts as asked for, whichever came first."""

    def __init__(self) -> None:
        self._requested: set[RequestSpec] = set()
        self._requested_keys: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        self._menu_queues: dict[str, list[tuple[int, int, ScoredLink, PagePosition]]] = {}
        self._counter = count()

    def mark_requested(self, spec: RequestSpec, is_exact: bool = False) -> bool:
        """Note that a page is asked for; False when it was before.

        `exactly` compares addresses as they are written: a page that sends its visitor from `/` to
        `/index.html` is one page for all others, but not for him.
        """
        key = (canonical_key(spec.url), spec.form)
        is_new = spec not in self._requested if is_exact else key not in self._requested_keys
        self._requested.add(spec)
        self._requested_keys.add(key)
        return is_new

    def push_menu(self, source: str, link: ScoredLink, position: PagePosition) -> None:
        """Keep a menu for later."""
        heappush(self._menu_queues.setdefault(source, []), (-link.score, next(self._counter), link, position))

    def pop_menus(self, source: str) -> Iterator[tuple[ScoredLink, PagePosition]]:
        """The menus that wait, taken out one after the other; of equals the one that was seen first."""
        waiting = self._menu_queues.get(source, [])
        while waiting:
            _, _, lead, place = heappop(waiting)
            yield lead, place
