"""Which agency took over from which, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from archive.agencies.names import _REGION_SUFFIXES, NameAffixes, _agency_data, _name_affixes


@dataclass(frozen=True, slots=True)
class Succession:
    """Agencies that took over from others in the calendar years `since` to `until`, by their names."""

    old_affixes: tuple[NameAffixes, ...]
    new_affixes: tuple[NameAffixes, ...]
    first_year: int
    last_year: int

    def is_applicable(self, year: int) -> bool:
        """Whether the report of `year` can be the first of the new agency: it is printed a year later."""
        return self.first_year - 1 <= year <= self.last_year + 1


def predecessors(agency: str, year: int) -> Iterator[str]:
    """The agencies of the same region from which `agency` can have taken over by its report of `year`."""
    for one in successions():
        if one.is_applicable(year):
            yield from _renamed_agencies(agency, one.new_affixes, one.old_affixes)


def successors(agency: str, year: int) -> Iterator[str]:
    """The agencies of the same region that can have taken over from `agency` by their report of `year`."""
    for one in successions():
        if one.is_applicable(year):
            yield from _renamed_agencies(agency, one.old_affixes, one.new_affixes)


def all_successors(agency: str) -> Iterator[tuple[str, Succession]]:
    """Every agency that took over from `agency` in some year, with how that came about."""
    for one in successions():
        yield from ((heir, one) for heir in _renamed_agencies(agency, one.old_affixes, one.new_affixes))


def _renamed_agencies(
    agency: str, own_affixes: tuple[NameAffixes, ...], other_affixes: tuple[NameAffixes, ...]
) -> Iterator[str]:
    for opens, ends in own_affixes:
        region = agency[len(opens) : len(agency) - len(ends)]
        fits = agency.startswith(opens) and agency.endswith(ends) and region
        # 长沙县大数据局 ends with 数据局 as well: a bare name must be a region's.
        if fits and (opens or region[-1] in _REGION_SUFFIXES):
            yield from (before + region + behind for before, behind in other_affixes)


@cache
def successions() -> tuple[Succession, ...]:
    """Every succession that is known of."""
    return tuple(
        Succession(_name_affixes(said["from"]), _name_affixes(said["to"]), said["since"], said["until"])
        for said in _agency_data()["succession"]
    )
