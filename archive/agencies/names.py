"""One name for each agency, whoever printed which: parents, short forms, joint issuers; and its heirs.

The name of an agency is that of its region, the city before a 市辖区, and the full name of the office:
涵江区人社局 and 福建省莆田市涵江区人力资源和社会保障局 are both 莆田市涵江区人力资源和社会保障局.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from archive.agencies.levels import Place, is_unit, place_of
from archive.agencies.regions import is_former

OFFICE = (
    r"(?:人民政府|政府办公室|办公厅|办公室|委员会|管委会|管理处|分局|总队|支队|中心"
    r"|局|厅|部|委|办|院|署|镇|乡|街道|苏木)"
)
"""How the name of an agency ends."""
_JOINED = re.compile(r"[、,，/|()（）]+")
_ENDS = re.compile(rf".{{2,}}{OFFICE}")
# 开发区 and 高新区 have no government; their administration prints its own name.
_GROUND = re.compile(r"^.{2,11}(?:省|市|县|旗|自治州|(?<![发新园范景护理术])区)$")
_TOWN = re.compile(r"^.{1,9}(?:镇|乡|苏木)$")
_STREET = re.compile(r"^.{1,9}街道$")
_OWN = "省市州盟县区旗"


Shape = tuple[str, str]
"""What stands before and behind the region in an agency's name."""


@lru_cache(maxsize=4096)
def canonical(name: str, codes: tuple[str, ...] = ()) -> str:
    """The one name of the agency that is called `name` (`norm`ed) on a site that has these `codes`."""
    place = place_of(name, codes)
    unit = place.unit
    if place.region and not place.spelled:
        unit = _without_own(unit)
    return _head(place) + (_whole(unit) if place.regions else _unlisted(unit))


def issuers(name: str, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The agencies that issue together, the main one first: 甲局、乙局; 甲委(乙局). Mostly one."""
    parts = [part for part in _JOINED.split(name) if part]
    if len(parts) < 2 or not all(_ENDS.fullmatch(part) for part in parts):
        return (canonical(name, codes),)
    main = canonical(parts[0], codes)
    place = place_of(main, codes)
    others = (_beside(part, place, codes) for part in parts[1:])
    return tuple(dict.fromkeys((main, *others)))


def _head(place: Place) -> str:
    """What stands before the office: 洪泽县 stays, and the short region of a central organ's office."""
    region = place.region
    as_printed = region is None or (place.prefix and place.spelled) or is_former(place.spelled)
    return place.prefix + (place.spelled if region is None or as_printed else region.title)


def _whole(unit: str) -> str:
    """The office's full name; a region, a town or a street alone is its government."""
    if not unit or _TOWN.match(unit):
        return f"{unit}人民政府"
    if _STREET.match(unit):
        return f"{unit}办事处"
    for town in re.findall(r"^(.{1,9}?(?:镇|乡|苏木))政府$", unit):
        return f"{town}人民政府"
    return str(_facts()["short"].get(unit, unit))


def _unlisted(name: str) -> str:
    """The full name behind a region that is not listed (临水县人社局), or behind none."""
    if _GROUND.match(name) or _TOWN.match(name) or _STREET.match(name):
        return f"{name}人民政府" if _GROUND.match(name) else _whole(name)
    for end in range(1, len(name)):
        if name[end - 1] in _OWN and name[end:] in _facts()["short"]:
            return name[:end] + str(_facts()["short"][name[end:]])
    return name


def _beside(part: str, main: Place, codes: tuple[str, ...]) -> str:
    """A joint issuer's name, with the main one's region where its own name has none."""
    name = canonical(part, codes)
    alone = not place_of(part).regions and not place_of(part).level and main.region
    return _head(main) + _whole(_without_own(part)) if alone else name


def _without_own(unit: str) -> str:
    """县财政局 on the county's own site is its 财政局; the 市 of 市场监督管理局 stays."""
    rest = unit[1:]
    return rest if unit[:1] in _OWN and (is_unit(rest) or rest in _facts()["short"]) else unit


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def _shapes(names: list[str]) -> tuple[Shape, ...]:
    bureaus = [name.removesuffix("局") for name in names if name.endswith("局") and "{region}" not in name]
    spelled = [*names, *(stem + end for stem in bureaus for end in ("厅", "委员会"))]
    return tuple((opens if cut else "", ends if cut else opens) for opens, cut, ends in map(_cut, spelled))


def _cut(name: str) -> tuple[str, str, str]:
    return name.partition("{region}")
