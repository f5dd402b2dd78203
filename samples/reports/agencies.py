"""Who publishes in the sample web: real places, the usual departments, host names that no resolver knows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from archive.agencies import Region, all_regions

Level = Literal["province", "city", "county"]

HOST_SUFFIX = ".gov.cn.test"

# Kind of the provinces whose departments do not publish this report.
_EXCLUDED_KIND = "特别行政区"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative region: `code` is its six-digit code, `spelling` names it in hosts.

    `mark` is the character of its province in licence numbers.

    `name` is what agency names open with: a district carries its city (`莆田市涵江区`), as agencies
    print it, because several cities have a 城区 or a 鼓楼区.
    """

    code: str
    name: str
    province: str
    level: Level
    host_label: str
    licence_prefix: str


@dataclass(frozen=True, slots=True)
class System:
    """A line of departments, such as 人力资源和社会保障, with what its prose talks about."""

    key: str
    host_label: str
    province_host_label: str
    names: dict[Level, str]
    fields: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """One publisher: a department of a place."""

    place: Place
    system: System

    @property
    def name(self) -> str:
        """The full name, as in titles and signatures."""
        return self.place.name + self.system.names[self.place.level]

    @property
    def label(self) -> str:
        """The department's label in host names and column folders."""
        return self.system.province_host_label if self.place.level == "province" else self.system.host_label

    @property
    def self_reference(self) -> str:
        """How it speaks of itself: 我局, 我厅, 我委."""
        return "我" + ("委" if self.name.endswith("委员会") else self.name[-1])

    @property
    def key(self) -> str:
        """A name for seeds and registry ids, the same in every world."""
        return f"{self.label}_{self.place.code}"


@cache
def systems() -> tuple[System, ...]:
    """Every line of departments of `systems.toml`, in its order."""
    raw = tomllib.loads(files(__package__).joinpath("systems.toml").read_text("utf-8"))
    return tuple(
        System(
            key=entry["key"],
            host_label=entry["host"],
            province_host_label=entry["hall"],
            names=entry["names"],
            fields=tuple(entry["fields"]),
            services=tuple(entry["services"]),
        )
        for entry in raw["system"]
    )


def _all_places() -> Iterator[Place]:
    """Each province with the regions directly below it, then all counties; municipalities do not publish."""
    regions = [region for region in all_regions() if (region.parents or (region,))[0].kind != _EXCLUDED_KIND]
    parents = {region.parents[-1] for region in regions if region.parents}
    for province in (region for region in regions if not region.parents):
        if province.kind != "直辖市":
            yield _place(province, "province")
            for region in regions:
                if region.parents == (province,):
                    yield _place(region, "city" if region in parents else "county")
    for region in regions:
        if region.parents and region not in parents:
            yield _place(region, "county")


def _place(region: Region, level: Level) -> Place:
    city = region.parents[-1].name if region.kind == "市辖区" else ""
    abbreviation = _place_data()["abbreviation"][region.code[:2]]
    return Place(region.code, city + region.name, region.province, level, region.code, abbreviation)


@cache
def _place_data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("places.toml").read_text("utf-8"))


@cache
def places() -> tuple[Place, ...]:
    """Every place: first those of `places.toml` with their spelling, then the rest by code.

    A name is given out once: two counties of one name would be one agency to every reader.
    """
    spelled = {code.ljust(6, "0"): label for code, label in _place_data()["pinyin"].items()}
    by_code = {place.code: place for place in _all_places()}
    listed = [replace(by_code[code], host_label=label) for code, label in spelled.items()]
    unlisted = [place for code, place in by_code.items() if code not in spelled]
    unique: dict[str, Place] = {}
    for place in listed + unlisted:
        unique.setdefault(place.name, place)
    return tuple(unique.values())
