"""Regions by the opening of an agency's name, and by the codes that name the site where it publishes.

A name may leave parents out (涵江区), spell them (福建省莆田市涵江区) or, before the name of an office,
shorten itself (国家统计局长沙调查队). Four cities have a 鼓楼区: then all of them are kept, and only a code
of the site can tell which is meant.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

RegionLevel = Literal["province", "prefecture", "county"]
_MIN_NAME_LENGTH = 2
# 吉林市场监督管理局 is an office of 吉林: a 市 that belongs to 市场 ends no name of a region.
_FALSE_ENDING_PATTERN = re.compile(r"(?<=市)场")


@dataclass(frozen=True, slots=True)
class Region:
    """One region: adcode of six digits, full name, kind as listed (市辖区), `over` the regions above it."""

    code: str
    name: str
    kind: str
    parents: tuple[Region, ...] = ()

    @property
    def level(self) -> RegionLevel:
        """By the shape of the code: xx0000, xxxx00, xxxxxx."""
        return (
            "province"
            if _has_zero_suffix(self.code, 2)
            else "prefecture"
            if _has_zero_suffix(self.code, 4)
            else "county"
        )

    @property
    def province(self) -> str:
        """The full name of its province, or its own."""
        return self.parents[0].name if self.parents else self.name

    @property
    def qualified_name(self) -> str:
        """What its agencies open their names with: a 市辖区 and what is not the only one carry the city."""
        alone = self.kind != "市辖区" and len(regions_by_name(self.name)) == 1
        return self.name if alone or not self.parents else self.parents[-1].name + self.name

    def contains(self, code: str) -> bool:
        """Whether `code` is this region's, or that of a region inside it."""
        return code.startswith(self.code.removesuffix("00").removesuffix("00"))


Regions = tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class NamePrefix:
    """The regions that the opening of a name can mean, and what follows it."""

    regions: Regions
    rest: str


def all_regions() -> Regions:
    """Every region of `adcodes.csv`: provinces first, then each city followed by its counties."""
    return tuple(_code_index().values())


@cache
def regions_by_name(name: str) -> Regions:
    """The regions that have or had exactly this name, 恩施州 among the names of 恩施土家族苗族自治州."""
    return _name_indexes()[0].get(name, ())


@cache
def region_by_code(code: str) -> Region | None:
    """The region of an adcode of two, four or six digits; None for a code that is no longer given."""
    return _code_index().get(code.ljust(6, "0"))


def is_former(spelled: str) -> bool:
    """Whether a region's name, parents included or not, ends with one that is no more."""
    return spelled.endswith(tuple(_region_data()["former"]))


def region_prefix(name: str, office_words: tuple[str, ...]) -> NamePrefix:
    """The regions with which `name` opens; `units` are words that may follow a shortened name."""
    regions: Regions = ()
    rest = name
    while found := _match_prefix(rest, regions, office_words):
        regions, rest = found
    return NamePrefix(regions, rest)


def disambiguate_by_site(regions: Iterable[Region], codes: Iterable[str]) -> Regions:
    """Those of `regions` that agree best with the site's `codes`: the same, inside, around; else all."""
    left = tuple(regions)
    for code in map(_nearest_known_code, codes):
        site = region_by_code(code)
        if len(left) > 1 and site:
            same = [one for one in left if one == site]
            inside = [one for one in left if site.contains(one.code)]
            around = [one for one in left if one.contains(site.code)]
            left = tuple(same or inside or around or left)
    return left


def is_compatible_with_site(region: Region, code: str) -> bool:
    """Whether the region's agencies can publish on the site with this code: up or down its line."""
    site = region_by_code(_nearest_known_code(code))
    return site is None or site.contains(region.code) or region.contains(site.code)


def _nearest_known_code(code: str) -> str:
    """`code`, or its city's or province's: codes of former counties stay on licences for years."""
    return next((code[:n] for n in (6, 4, 2) if code[:n].ljust(6, "0") in _code_index()), code)


def _match_prefix(
    name: str, parents: Regions, office_words: tuple[str, ...]
) -> tuple[tuple[Region, ...], str] | None:
    full, short = _name_indexes()
    for known, needs in ((full, ()), (short, office_words)):
        for length in range(
            min(len(name), _max_name_lengths().get(name[:_MIN_NAME_LENGTH], 0)), _MIN_NAME_LENGTH - 1, -1
        ):
            found = tuple(one for one in known.get(name[:length], ()) if _is_inside(one, parents))
            if (
                found
                and not _FALSE_ENDING_PATTERN.match(name, length)
                and _is_valid_continuation(name[length:], needs, found)
            ):
                return found, name[length:]
    return None


def _is_inside(region: Region, parents: Regions) -> bool:
    return not parents or any(one in region.parents for one in parents)


def _is_valid_continuation(rest: str, office_words: tuple[str, ...], regions: Regions) -> bool:
    """A shortened name is one only before the name of an office, or of a region inside."""
    return not office_words or rest.startswith(office_words) or _match_prefix(rest, regions, ()) is not None


@cache
def _name_indexes() -> tuple[dict[str, Regions], dict[str, Regions]]:
    """Regions by their whole names, and by names without 省, 市, 县, 区, 旗."""
    full: defaultdict[str, list[Region]] = defaultdict(list)
    short: defaultdict[str, list[Region]] = defaultdict(list)
    for region in _code_index().values():
        full[region.name].append(region)
        for spelled, whole in _short_names(region.name):
            (full if whole else short)[spelled].append(region)
    for name, code in _region_data()["former"].items():
        full[name].append(_code_index()[code])
    return _freeze(full), _freeze(short)


@cache
def _max_name_lengths() -> dict[str, int]:
    """How long a name can be that opens with these two characters."""
    names = [name for index in _name_indexes() for name in index]
    return {name[:_MIN_NAME_LENGTH]: len(name) for name in sorted(names, key=len)}


def _freeze(index: Mapping[str, list[Region]]) -> dict[str, Regions]:
    return {name: tuple(some) for name, some in index.items()}


def _short_names(name: str) -> Iterator[tuple[str, bool]]:
    """Shorter spellings, and whether each still says what kind it is: 恩施州 does, 恩施 does not."""
    end = next((one for one in _region_data()["ends"] if name.endswith(one)), "")
    stem = name.removesuffix(end)
    if "自治" in end:
        stem = _strip_peoples(stem)
        if end in _region_data()["autonomous"] and len(stem) >= _MIN_NAME_LENGTH:
            yield stem + _region_data()["autonomous"][end], True
    if end and len(stem) >= _MIN_NAME_LENGTH:
        yield stem, False


def _strip_peoples(stem: str) -> str:
    """`stem` without the peoples at its end, unless it is nothing but a people: 东乡族自治县 is 东乡."""
    while True:
        ends = (stem.removesuffix("族").removesuffix(one) for one in _region_data()["peoples"]["names"])
        shorter = min((one for one in ends if len(one) >= _MIN_NAME_LENGTH), key=len, default=stem)
        if len(shorter) == len(stem.removesuffix("族")):
            return shorter
        stem = shorter


@cache
def _region_data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("regions.toml").read_text(encoding="utf-8"))


@cache
def _code_index() -> dict[str, Region]:
    """Read `adcodes.csv`, in which parents stand before the regions inside them."""
    index: dict[str, Region] = {}
    with files(__package__).joinpath("adcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            parent_codes = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00"))
            parents = tuple(index[parent] for parent in parent_codes if parent != code and parent in index)
            index[code] = Region(code, row["name"], row["kind"], parents)
    return index


def _has_zero_suffix(code: str, digits: int) -> bool:
    return code[digits:] == "0" * (6 - digits)
