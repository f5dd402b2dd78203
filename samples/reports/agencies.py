"""Agencies of the sample web: real places, the usual departments, host names below `.test`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from archive.agencies import Region, all_regions
from archive.model import DataRecord, load_data

Level = Literal["province", "city", "county"]

HOST_SUFFIX = ".gov.cn.test"

# Kind of the provinces whose departments do not publish this report.
_EXCLUDED_KIND = "特别行政区"


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative region: `code` is its six-digit code, `host_label` names it in hosts.

    `licence_prefix` is the character of its province in licence numbers.

    Agency names begin with `name`: a district carries its city (`莆田市涵江区`), as agencies
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
    """A line of departments, such as 人力资源和社会保障, with the topics of its prose."""

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
        """How it refers to itself: 我局, 我厅, 我委."""
        return "我" + ("委" if self.name.endswith("委员会") else self.name[-1])

    @property
    def key(self) -> str:
        """A name for seeds and registry ids, the same in every world."""
        return f"{self.label}_{self.place.code}"


class _SystemEntry(DataRecord, frozen=True, kw_only=True):
    """A `[[system]]` of `systems.toml`; `host` and `hall` are host labels (bureau, provincial)."""

    key: str
    host: str
    hall: str
    names: dict[Level, str]
    fields: tuple[str, ...]
    services: tuple[str, ...]


class _SystemData(DataRecord, frozen=True, kw_only=True):
    """The content of `systems.toml`."""

    system: tuple[_SystemEntry, ...]


class _PlaceData(DataRecord, frozen=True, kw_only=True):
    """The content of `places.toml`: host labels by region code, licence prefixes by province."""

    pinyin: dict[str, str]
    abbreviation: dict[str, str]


@cache
def systems() -> tuple[System, ...]:
    """Every line of departments of `systems.toml`, in its order."""
    entries = load_data(__package__, "systems.toml", _SystemData).system
    return tuple(
        System(
            key=entry.key,
            host_label=entry.host,
            province_host_label=entry.hall,
            names=entry.names,
            fields=entry.fields,
            services=entry.services,
        )
        for entry in entries
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
    abbreviation = _place_data().abbreviation[region.code[:2]]
    return Place(region.code, city + region.name, region.province, level, region.code, abbreviation)


def _place_data() -> _PlaceData:
    return load_data(__package__, "places.toml", _PlaceData)


@cache
def places() -> tuple[Place, ...]:
    """Every place: first those of `places.toml` with their host labels, then all others by code.

    Names are unique: readers could not tell two counties of the same name apart.
    """
    spelled = {code.ljust(6, "0"): label for code, label in _place_data().pinyin.items()}
    by_code = {place.code: place for place in _all_places()}
    listed = [replace(by_code[code], host_label=label) for code, label in spelled.items()]
    unlisted = [place for code, place in by_code.items() if code not in spelled]
    unique: dict[str, Place] = {}
    for place in listed + unlisted:
        unique.setdefault(place.name, place)
    return tuple(unique.values())
