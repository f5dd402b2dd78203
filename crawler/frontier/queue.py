"""What a crawl has requested, and the queue of menus that it may still request, best score first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from itertools import count

from crawler.frontier.position import PagePosition
from crawler.frontier.session_ids import SessionIds
from crawler.pages import ListEntry, RequestSpec, ScoredLink, canonical_key, url_host


class Frontier:
    """The seen set of one crawl: the same page at two addresses counts as one. Menus wait in a queue."""

    def __init__(self) -> None:
        self._session_ids = SessionIds()
        self._requested: set[RequestSpec] = set()
        self._requested_keys: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        self._menu_queues: dict[str, list[tuple[int, int, ScoredLink, PagePosition]]] = {}
        self._seen_entries: set[tuple[str, str]] = set()
        self._counter = count()

    def mark_requested(self, spec: RequestSpec, is_exact: bool = False) -> bool:
        """Mark a page as requested; False if it was already.

        `is_exact` compares URLs as written: a page that redirects from `/` to `/index.html` by script has to
        be followed, although both are one page otherwise.
        """
        key = self._key(spec)
        is_new = spec not in self._requested if is_exact else key not in self._requested_keys
        self._requested.add(spec)
        self._requested_keys.add(key)
        return is_new

    def is_requested(self, url: str) -> bool:
        """Whether the page at a URL is marked as requested."""
        return self._key(RequestSpec(url)) in self._requested_keys

    def add_session_ids(self, names: Mapping[str, Iterable[str]]) -> None:
        """Start with the names of session ids that earlier runs learned, by host."""
        self._session_ids.add(names)

    def learn_session_ids(self, url: str, entries: Iterable[ListEntry]) -> frozenset[str]:
        """Learn from the links of a page which parts of the URLs of its host are session ids.

        Returns all names of the host if one of them is new, else none.
        """
        host = url_host(url)
        links = ((entry.url, entry.title) for entry in entries if url_host(entry.url) == host)
        if not self._session_ids.learn(host, links):
            return frozenset()
        self._requested_keys |= {self._key(spec) for spec in self._requested}
        return self._session_ids.names(host)

    def _key(self, spec: RequestSpec) -> tuple[str, tuple[tuple[str, str], ...]]:
        return canonical_key(self._session_ids.remove_from(spec.url)), spec.form

    def add_entries(self, source: str, urls: set[str]) -> bool:
        """Remember the entries of a list page; False if other pages of the source showed all of them."""
        keys = {(source, canonical_key(self._session_ids.remove_from(url))) for url in urls}
        new_entries = keys - self._seen_entries
        self._seen_entries |= new_entries
        return bool(new_entries)

    def push_menu(self, source: str, link: ScoredLink, position: PagePosition) -> None:
        """Queue a menu of a source."""
        heappush(self._menu_queues.setdefault(source, []), (-link.score, next(self._counter), link, position))

    def pop_menus(self, source: str) -> Iterator[tuple[ScoredLink, PagePosition]]:
        """Yield queued menus, highest score first, of equal scores the one that was seen first."""
        waiting = self._menu_queues.get(source, [])
        while waiting:
            _, _, link, position = heappop(waiting)
            yield link, position
