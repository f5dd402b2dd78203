"""Region, level and system of an agency: functions of its name, and of the codes of the site it is on.

None where they do not say, or say it of several: nothing is guessed, and the regions in question are kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from archive.agencies.regions import Region, disambiguate_by_site, region_by_code, region_prefix

# What an agency's short name on its own site opens with instead of the region: 县财政局, 市公安局.
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
    """Where an agency belongs: the regions that it can mean, its level, and its name without the region.

    `prefix` is the central organ whose local office it is (国家税务总局), `spelled` the region in the name.
    """

    regions: tuple[Region, ...] = ()
    level: str | None = None
    central_organ: str = ""
    region_text: str = ""
    office_name: str = ""

    @property
    def region(self) -> Region | None:
        """The region; None where several, or none, are meant."""
        return self.regions[0] if len(self.regions) == 1 else None

    @property
    def province(self) -> str | None:
        """The full name of the province that all its regions lie in."""
        return _single_value({one.province for one in self.regions})


@lru_cache(maxsize=4096)
def locate_agency(agency: str, codes: tuple[str, ...] = ()) -> AgencyLocation:
    """The place of an agency by the opening of its name; `codes` of its site choose between like regions.

    A name without any region (县财政局, 城关镇人民政府) is that of the region whose codes its site has.
    """
    prefix = next((word for word in _level_data()["offices"] if agency.startswith(word)), "")
    name = agency.removeprefix(prefix)
    found = region_prefix(name, _office_words())
    if not found.regions and agency.startswith((*_level_data()["central"], *_level_data()["ministries"])):
        return AgencyLocation(level="central", central_organ=prefix, office_name=name)
    regions = disambiguate_by_site(found.regions, codes) if found.regions else _regions_of_site(name, codes)
    level = (
        "township"
        if _township_pattern().match(found.rest)
        else _single_value({region.level for region in regions})
    )
    return AgencyLocation(regions, level, prefix, name[: len(name) - len(found.rest)], found.rest)


@lru_cache(maxsize=4096)
def system_of(agency: str) -> str | None:
    """The identifier of the system by the longest of its words in the name; a region's name has none."""
    return detect_system(locate_agency(agency))


def detect_system(location: AgencyLocation) -> str | None:
    """The system of the agency whose place this is."""
    name = location.central_organ + location.office_name
    ranked = [(len(word), -name.index(word), system) for word, system in _system_words() if word in name]
    return max(ranked)[2] if ranked else None


@cache
def system_labels() -> Mapping[str, str]:
    """System → its Chinese label."""
    return {system: said["label"] for system, said in _level_data()["systems"].items()}


def is_office_name(text: str) -> bool:
    """Whether `text` opens as the name of an office does, without its region."""
    return text.startswith(_office_words())


def _regions_of_site(name: str, codes: tuple[str, ...]) -> tuple[Region, ...]:
    """The region that the codes name, for an agency whose name has none; of two in one line the lower."""
    if re.match(_level_data()["unlisted"], name):
        return ()
    known = dict.fromkeys(region for code in codes if (region := region_by_code(code[:6])))
    lowest = [one for one in known if not any(one != other and one.contains(other.code) for other in known)]
    levels = (
        {"county"}
        if _township_pattern().match(name)
        else _LEVELS_BY_FIRST_CHAR.get(name[:1], _LEVELS_BY_FIRST_CHAR["市"])
    )
    return tuple(lowest) if all(one.level in levels for one in lowest) else ()


@cache
def _level_data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("levels.toml").read_text(encoding="utf-8"))


@cache
def _system_words() -> tuple[tuple[str, str], ...]:
    return tuple(
        (word, system) for system, said in _level_data()["systems"].items() for word in said["words"]
    )


@cache
def _office_words() -> tuple[str, ...]:
    # 东湖街道办事处 is a street's, not that of a 东湖区.
    words = (word for word, _ in _system_words() if not word.startswith("街道"))
    return (*_level_data()["units"], *words)


@cache
def _township_pattern() -> re.Pattern[str]:
    return re.compile(_level_data()["township"])


def _single_value(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
