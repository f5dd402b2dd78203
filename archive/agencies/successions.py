"""Which agency took over from which, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from archive.agencies.names import _OWN, Shape, _facts, _shapes


@dataclass(frozen=True, slots=True)
class Succession:
    """Agencies that took over from others in the calendar years `since` to `until`, by their names."""

    before: tuple[Shape, ...]
    after: tuple[Shape, ...]
    since: int
    until: int

    def covers(self, year: int) -> bool:
        """Whether the report of `year` can be the first of the new agency: it is printed a year later."""
        return self.since - 1 <= year <= self.until + 1


def predecessors(agency: str, year: int) -> Iterator[str]:
    """The agencies of the same region from which `agency` can have taken over by its report of `year`."""
    for one in successions():
        if one.covers(year):
            yield from _relatives(agency, one.after, one.before)


def successors(agency: str, year: int) -> Iterator[str]:
    """The agencies of the same region that can have taken over from `agency` by their report of `year`."""
    for one in successions():
        if one.covers(year):
            yield from _relatives(agency, one.before, one.after)


def heirs(agency: str) -> Iterator[tuple[str, Succession]]:
    """Every agency that took over from `agency` in some year, with how that came about."""
    for one in successions():
        yield from ((heir, one) for heir in _relatives(agency, one.before, one.after))


def _relatives(agency: str, ours: tuple[Shape, ...], theirs: tuple[Shape, ...]) -> Iterator[str]:
    for opens, ends in ours:
        region = agency[len(opens) : len(agency) - len(ends)]
        fits = agency.startswith(opens) and agency.endswith(ends) and region
        # 长沙县大数据局 ends with 数据局 as well: a bare name must be a region's.
        if fits and (opens or region[-1] in _OWN):
            yield from (before + region + behind for before, behind in theirs)


@cache
def successions() -> tuple[Succession, ...]:
    """Every succession that is known of."""
    return tuple(
        Succession(_shapes(said["from"]), _shapes(said["to"]), said["since"], said["until"])
        for said in _facts()["succession"]
    )
