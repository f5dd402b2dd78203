"""Finds regions by the beginning of an agency's name and by the administrative codes of its site.

A name may omit the parents of the region (涵江区), contain them (福建省莆田市涵江区) or, before the name of
an office, shorten the region (国家统计局长沙调查队). Four cities have a 鼓楼区: then all four are kept, and
only a code of the site can decide between them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from archive.model import DataRecord, load_data

RegionLevel = Literal["province", "prefecture", "county"]
_MIN_NAME_LENGTH = 2
# 吉林市场监督管理局 is an office of 吉林: the 市 of 市场 does not end the name of a region.
_FALSE_ENDING_PATTERN = re.compile(r"(?<=市)场")


@dataclass(frozen=True, slots=True)
class Region:
    """One region: adcode (six digits), full name, kind as listed (市辖区), parents from the province down."""

    code: str
    name: str
    kind: str
    parents: tuple[Region, ...] = ()

    @property
    def level(self) -> RegionLevel:
        """The level by the shape of the code: xx0000, xxxx00, xxxxxx."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    @property
    def province(self) -> str:
        """The full name of its province; its own name if it is one."""
        return self.parents[0].name if self.parents else self.name

    @property
    def qualified_name(self) -> str:
        """How names of its agencies begin: a 市辖区 or a name that is not unique comes after its city."""
        is_unique = self.kind != "市辖区" and len(regions_by_name(self.name)) == 1
        return self.name if is_unique or not self.parents else self.parents[-1].name + self.name

    def contains(self, code: str) -> bool:
        """True if `code` is that of this region or of a region inside it."""
        return code.startswith(self.code.removesuffix("00").removesuffix("00"))


Regions = tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class NamePrefix:
    """The regions that the beginning of a name can mean, and what follows it."""

    regions: Regions
    remainder: str


def all_regions() -> Regions:
    """Every region of `adcodes.csv`: provinces first, then each city followed by its counties."""
    return tuple(_code_index().values())


@cache
def regions_by_name(name: str) -> Regions:
    """Regions that have or had exactly this name; 恩施州 is also a name of 恩施土家族苗族自治州."""
    return _name_indexes()[0].get(name, ())


@cache
def region_by_code(code: str) -> Region | None:
    """The region of an adcode of two, four or six digits; None if no region has this code today."""
    return _code_index().get(code.ljust(6, "0"))


def is_former(region_name: str) -> bool:
    """True if a region's name, with or without its parents, ends with a name that is no longer used."""
    return region_name.endswith(tuple(_region_data().former))


def region_prefix(name: str, office_words: tuple[str, ...]) -> NamePrefix:
    """Match the regions at the beginning of `name`; `office_words` may follow a shortened region name."""
    prefix = NamePrefix((), name)
    while longer := _match_prefix(prefix.remainder, prefix.regions, office_words):
        prefix = longer
    return prefix


def disambiguate_by_site(regions: Iterable[Region], codes: Iterable[str]) -> Regions:
    """Keep the regions that fit the codes of the site best: the same, inside it, around it; else all."""
    candidates = tuple(regions)
    for code in map(_nearest_known_code, codes):
        site = region_by_code(code)
        if len(candidates) > 1 and site:
            same = [region for region in candidates if region == site]
            inside = [region for region in candidates if site.contains(region.code)]
            around = [region for region in candidates if region.contains(site.code)]
            candidates = tuple(same or inside or around or candidates)
    return candidates


def is_compatible_with_site(region: Region, code: str) -> bool:
    """True if agencies of the region can publish on the site of this code: one contains the other."""
    site = region_by_code(_nearest_known_code(code))
    return site is None or site.contains(region.code) or region.contains(site.code)


def _nearest_known_code(code: str) -> str:
    """`code`, or that of its city or province: codes of former counties stay on licences for years."""
    return next((code[:n] for n in (6, 4, 2) if code[:n].ljust(6, "0") in _code_index()), code)


def _match_prefix(name: str, parents: Regions, office_words: tuple[str, ...]) -> NamePrefix | None:
    full_names, short_names = _name_indexes()
    max_length = min(len(name), _max_name_lengths().get(name[:_MIN_NAME_LENGTH], 0))
    for index, required_words in ((full_names, ()), (short_names, office_words)):
        for length in range(max_length, _MIN_NAME_LENGTH - 1, -1):
            regions = tuple(region for region in index.get(name[:length], ()) if _is_inside(region, parents))
            if (
                regions
                and not _FALSE_ENDING_PATTERN.match(name, length)
                and _is_valid_continuation(name[length:], required_words, regions)
            ):
                return NamePrefix(regions, name[length:])
    return None


def _is_inside(region: Region, parents: Regions) -> bool:
    return not parents or any(parent in region.parents for parent in parents)


def _is_valid_continuation(text: str, required_words: tuple[str, ...], regions: Regions) -> bool:
    """A shortened name counts only before the name of an office or of a region inside `regions`."""
    return (
        not required_words or text.startswith(required_words) or _match_prefix(text, regions, ()) is not None
    )


@cache
def _name_indexes() -> tuple[dict[str, Regions], dict[str, Regions]]:
    """Regions by full name, and by names without 省, 市, 县, 区, 旗."""
    full_names: defaultdict[str, list[Region]] = defaultdict(list)
    short_names: defaultdict[str, list[Region]] = defaultdict(list)
    for region in _code_index().values():
        full_names[region.name].append(region)
        for name, has_kind in _short_names(region.name):
            (full_names if has_kind else short_names)[name].append(region)
    for name, code in _region_data().former.items():
        full_names[name].append(_code_index()[code])
    return _freeze(full_names), _freeze(short_names)


@cache
def _max_name_lengths() -> dict[str, int]:
    """Length of the longest name that begins with these two characters."""
    names = [name for index in _name_indexes() for name in index]
    return {name[:_MIN_NAME_LENGTH]: len(name) for name in sorted(names, key=len)}


def _freeze(index: Mapping[str, list[Region]]) -> dict[str, Regions]:
    return {name: tuple(regions) for name, regions in index.items()}


def _short_names(name: str) -> Iterator[tuple[str, bool]]:
    """Shorter names, each with whether it still has the kind of the region: 恩施州 has, 恩施 has not."""
    ending = next((ending for ending in _region_data().ends if name.endswith(ending)), "")
    stem = name.removesuffix(ending)
    if "自治" in ending:
        stem = _strip_peoples(stem)
        if ending in _region_data().autonomous and len(stem) >= _MIN_NAME_LENGTH:
            yield stem + _region_data().autonomous[ending], True
    if ending and len(stem) >= _MIN_NAME_LENGTH:
        yield stem, False


def _strip_peoples(stem: str) -> str:
    """`stem` without the peoples at its end, unless nothing would remain: 东乡族自治县 is 东乡."""
    while True:
        variants = (stem.removesuffix("族").removesuffix(people) for people in _region_data().peoples.names)
        shorter = min(
            (variant for variant in variants if len(variant) >= _MIN_NAME_LENGTH), key=len, default=stem
        )
        if len(shorter) == len(stem.removesuffix("族")):
            return shorter
        stem = shorter


class _PeoplesData(DataRecord, frozen=True, kw_only=True):
    names: tuple[str, ...]


class _RegionData(DataRecord, frozen=True, kw_only=True):
    """The content of `regions.toml`."""

    ends: tuple[str, ...]
    autonomous: dict[str, str]
    peoples: _PeoplesData
    former: dict[str, str]


def _region_data() -> _RegionData:
    return load_data(__package__, "regions.toml", _RegionData)


@cache
def _code_index() -> dict[str, Region]:
    """Read the regions of `adcodes.csv`, where parents come before the regions inside them."""
    index: dict[str, Region] = {}
    with files(__package__).joinpath("adcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            parent_codes = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00"))
            parents = tuple(index[parent] for parent in parent_codes if parent != code and parent in index)
            index[code] = Region(code, row["name"], row["kind"], parents)
    return index
