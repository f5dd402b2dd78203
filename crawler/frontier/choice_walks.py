"""Which lists wait while the browser opens the choices of another one that offers the same.

A portal has the same box of years or agencies on every list. Where a choice leads to a page of its own, one
visit in the browser finds the links of all of them; else each list has to be visited.
"""

from __future__ import annotations

from crawler.frontier.position import PagePosition
from crawler.pages import RequestSpec

WaitingList = tuple[PagePosition, RequestSpec]
"""A list that may have to be opened in the browser."""


class ChoiceWalks:
    """The choices of each source, by their names: those that one list is visited for, and those known."""

    def __init__(self) -> None:
        self._linked: set[tuple[str, str]] = set()
        self._keys: dict[tuple[str, RequestSpec], tuple[str, str]] = {}
        self._waiting: dict[tuple[str, str], list[WaitingList]] = {}

    def start(self, source: str, choices: str, position: PagePosition, spec: RequestSpec) -> bool:
        """Whether a list has to be opened now for its choices; if another one is open, it waits for that."""
        key = source, choices
        if key in self._linked:
            return False
        if key in self._waiting:
            self._waiting[key].append((position, spec))
            return False
        self._waiting[key] = []
        self._keys[source, spec] = key
        return True

    def end(self, source: str, spec: RequestSpec, are_links: bool) -> tuple[WaitingList, ...]:
        """Return the lists that have to be opened after this one; none if its choices are links now."""
        key = self._keys.pop((source, spec), None)
        if key is None:
            return ()
        waiting = self._waiting.pop(key)
        if are_links:
            self._linked.add(key)
            return ()
        return tuple(waiting)
