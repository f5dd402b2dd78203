"""Determines region, administrative level and system of an agency from its name and the codes of its site.

A value that they leave open is None, never a guess; all regions that are possible are kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.agencies.regions import Region, disambiguate_by_site, region_by_code, region_prefix
from archive.model import DataRecord, load_data

# First character of an agency's short name on its own site, instead of the region: 县财政局, 市公安局.
_LEVELS_BY_FIRST_CHAR = {
    "省": {"province"},
    "市": {"province", "prefecture", "county"},
    "州": {"prefecture"},
    "盟": {"prefecture"},
    "县": {"county"},
    "区": {"province", "county"},
    "旗": {"county"},
}


@dataclass(frozen=True, slots=True)
class AgencyLocation:
    """The regions that an agency can belong to, its level, and its name without the region.

    `central_organ` is the organ whose local office it is (国家税务总局), `region_text` the region as the name
    has it; both are empty if the name has none.
    """

    regions: tuple[Region, ...] = ()
    level: str | None = None
    central_organ: str = ""
    region_text: str = ""
    office_name: str = ""

    @property
    def region(self) -> Region | None:
        """The region; None if several or none are possible."""
        return self.regions[0] if len(self.regions) == 1 else None

    @property
    def province(self) -> str | None:
        """Full name of the province of all its regions; None if they lie in several."""
        return _single_value({region.province for region in self.regions})


@lru_cache(maxsize=4096)
def locate_agency(agency: str, codes: tuple[str, ...] = ()) -> AgencyLocation:
    """Locate an agency by the beginning of its name; the `codes` of its site choose between regions.

    An agency whose name has no region (县财政局, 城关镇人民政府) belongs to the region of the site's codes.
    """
    data = _level_data()
    central_organ = next((organ for organ in data.offices if agency.startswith(organ)), "")
    name = agency.removeprefix(central_organ)
    prefix = region_prefix(name, _office_words())
    office_name = prefix.remainder
    if not prefix.regions and agency.startswith((*data.central, *data.ministries)):
        return AgencyLocation(level="central", central_organ=central_organ, office_name=name)
    regions = disambiguate_by_site(prefix.regions, codes) if prefix.regions else _regions_of_site(name, codes)
    is_township = data.township.match(office_name)
    level = "township" if is_township else _single_value({region.level for region in regions})
    return AgencyLocation(regions, level, central_organ, name.removesuffix(office_name), office_name)


@lru_cache(maxsize=4096)
def system_of(agency: str) -> str | None:
    """The system of the longest known word in the name without its region; None if there is no such word."""
    return detect_system(locate_agency(agency))


def detect_system(location: AgencyLocation) -> str | None:
    """The system of an agency that was located; None if no word of its name tells it."""
    name = location.central_organ + location.office_name
    ranked = [(len(word), -name.index(word), system) for word, system in _system_words() if word in name]
    return max(ranked)[2] if ranked else None


@cache
def system_labels() -> Mapping[str, str]:
    """Chinese labels of the systems by their keys."""
    return {system: entry.label for system, entry in _level_data().systems.items()}


def is_office_name(text: str) -> bool:
    """True if `text` begins as the name of an office without its region does."""
    return text.startswith(_office_words())


def _regions_of_site(name: str, codes: tuple[str, ...]) -> tuple[Region, ...]:
    """Regions of the site's codes, for a name without region; of two in one line, the inner one."""
    if _level_data().unlisted.match(name):
        return ()
    site_regions = dict.fromkeys(region for code in codes if (region := region_by_code(code[:6])))
    lowest = [
        region
        for region in site_regions
        if not any(region != inner and region.contains(inner.code) for inner in site_regions)
    ]
    levels = (
        {"county"}
        if _level_data().township.match(name)
        else _LEVELS_BY_FIRST_CHAR.get(name[:1], _LEVELS_BY_FIRST_CHAR["市"])
    )
    return tuple(lowest) if all(region.level in levels for region in lowest) else ()


class _SystemEntry(DataRecord, frozen=True, kw_only=True):
    label: str
    words: tuple[str, ...]


class _LevelData(DataRecord, frozen=True, kw_only=True):
    """The content of `levels.toml`."""

    offices: tuple[str, ...]
    central: tuple[str, ...]
    ministries: tuple[str, ...]
    units: tuple[str, ...]
    township: re.Pattern[str]
    unlisted: re.Pattern[str]
    systems: dict[str, _SystemEntry]


def _level_data() -> _LevelData:
    return load_data(__package__, "levels.toml", _LevelData)


@cache
def _system_words() -> tuple[tuple[str, str], ...]:
    return tuple((word, system) for system, entry in _level_data().systems.items() for word in entry.words)


@cache
def _office_words() -> tuple[str, ...]:
    # 东湖街道办事处 is the office of a street, not of a 东湖区.
    words = (word for word, _ in _system_words() if not word.startswith("街道"))
    return (*_level_data().units, *words)


def _single_value(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
