"""Which lists wait while the browser opens the choices of another one that offers the same.

A portal has the same box of years or agencies on every list. If two lists show that the choices lead to the
same pages, the others need no visit; if they lead elsewhere from each list, every list is opened.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.frontier.position import PagePosition
from crawler.pages import ListEntry, RequestSpec

WaitingList = tuple[PagePosition, RequestSpec]
"""A list that may have to be opened in the browser."""


class ChoiceWalks:
    """The choices of each source, by their names, and where they led from the lists opened so far."""

    def __init__(self) -> None:
        self._links: dict[tuple[str, str], frozenset[str]] = {}
        self._shared: set[tuple[str, str]] = set()
        self._own: set[tuple[str, str]] = set()
        self._keys: dict[tuple[str, RequestSpec], tuple[str, str]] = {}
        self._waiting: dict[tuple[str, str], list[WaitingList]] = {}

    def start(self, source: str, choices: str, position: PagePosition, spec: RequestSpec) -> bool:
        """Whether a list has to be opened now for its choices; if another one is open, it waits for that."""
        key = source, choices
        if key in self._shared or key in self._own:
            return key in self._own
        if key in self._waiting:
            self._waiting[key].append((position, spec))
            return False
        self._waiting[key], self._keys[source, spec] = [], key
        return True

    def end(self, source: str, spec: RequestSpec, entries: Iterable[ListEntry]) -> tuple[WaitingList, ...]:
        """Return the lists to open after this one, whose last page had these entries.

        After the first list it is one more, to compare; after that none, or all that wait.
        """
        key = self._keys.pop((source, spec), None)
        if key is None:
            return ()
        waiting, links = self._waiting.pop(key), _choice_links(key[1], entries)
        if links and key not in self._links:
            self._links[key] = links
            if waiting:
                self._waiting[key], self._keys[source, waiting[0][1]] = waiting[1:], key
            return tuple(waiting[:1])
        if links and links == self._links.get(key):
            self._shared.add(key)
            return ()
        self._own.add(key)
        return tuple(waiting)


def _choice_links(choices: str, entries: Iterable[ListEntry]) -> frozenset[str]:
    """The URLs of the entries that are named like one of the choices."""
    names = set(choices.rpartition("：")[2].split("、"))
    short = (entry for entry in entries if entry.title in names or entry.title.rstrip("年度") in names)
    return frozenset(entry.url for entry in short)
