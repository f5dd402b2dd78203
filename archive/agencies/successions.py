"""Knows which agency succeeded which, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.agencies.names import REGION_SUFFIXES, names_data

NameAffixes = tuple[str, str]
"""The parts of an agency's name before and after the region."""


@dataclass(frozen=True, slots=True)
class Succession:
    """Agencies that succeeded others in the calendar years `first_year` to `last_year`, by their names."""

    old_affixes: tuple[NameAffixes, ...]
    new_affixes: tuple[NameAffixes, ...]
    first_year: int
    last_year: int

    def is_applicable(self, year: int) -> bool:
        """True if the report for `year`, published a year later, can be the first of the new agency."""
        return self.first_year - 1 <= year <= self.last_year + 1


def predecessors(agency: str, year: int) -> Iterator[str]:
    """Yield the agencies of the same region that `agency` can have succeeded by its report for `year`."""
    for succession in successions():
        if succession.is_applicable(year):
            yield from _renamed_agencies(agency, succession.new_affixes, succession.old_affixes)


def successors(agency: str, year: int) -> Iterator[str]:
    """Yield the agencies of the same region that can have succeeded `agency` by their report for `year`."""
    for succession in successions():
        if succession.is_applicable(year):
            yield from _renamed_agencies(agency, succession.old_affixes, succession.new_affixes)


def all_successors(agency: str) -> Iterator[tuple[str, Succession]]:
    """Yield every agency that can have succeeded `agency` in any year, with the succession."""
    for succession in successions():
        yield from (
            (successor, succession)
            for successor in _renamed_agencies(agency, succession.old_affixes, succession.new_affixes)
        )


def _renamed_agencies(
    agency: str, own_affixes: tuple[NameAffixes, ...], other_affixes: tuple[NameAffixes, ...]
) -> Iterator[str]:
    for prefix, suffix in own_affixes:
        region = agency[len(prefix) : len(agency) - len(suffix)]
        fits = agency.startswith(prefix) and agency.endswith(suffix) and region
        # 长沙县大数据局 ends with 数据局 as well: what comes before the office must end as a region does.
        if fits and (prefix or region[-1] in REGION_SUFFIXES):
            yield from (new_prefix + region + new_suffix for new_prefix, new_suffix in other_affixes)


@cache
def successions() -> tuple[Succession, ...]:
    """All successions of `names.toml`."""
    return tuple(
        Succession(_name_affixes(entry.old_names), _name_affixes(entry.new_names), entry.since, entry.until)
        for entry in names_data().succession
    )


def _name_affixes(names: Sequence[str]) -> tuple[NameAffixes, ...]:
    """Affixes of the names; one in 局 without {region} also stands for those in 厅 and 委员会."""
    bureaus = [name.removesuffix("局") for name in names if name.endswith("局") and "{region}" not in name]
    variants = [stem + suffix for stem in bureaus for suffix in ("厅", "委员会")]
    return tuple(map(_split_at_region, (*names, *variants)))


def _split_at_region(name: str) -> NameAffixes:
    """Text before and after {region}; a name without it comes after the region."""
    prefix, placeholder, suffix = name.partition("{region}")
    return (prefix, suffix) if placeholder else ("", prefix)
