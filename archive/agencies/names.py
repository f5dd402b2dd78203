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

from archive.agencies.levels import AgencyLocation, is_office_name, locate_agency
from archive.agencies.regions import is_former

OFFICE_SUFFIX = (
    r"(?:人民政府|政府办公室|办公厅|办公室|委员会|管委会|管理处|分局|总队|支队|中心"
    r"|局|厅|部|委|办|院|署|镇|乡|街道|苏木)"
)
"""How the name of an agency ends."""
_ISSUER_SEPARATORS = re.compile(r"[、,，/|()（）]+")
_OFFICE_NAME = re.compile(rf".{{2,}}{OFFICE_SUFFIX}")
# 开发区 and 高新区 have no government; their administration prints its own name.
_REGION_NAME = re.compile(r"^.{2,11}(?:省|市|县|旗|自治州|(?<![发新园范景护理术])区)$")
_TOWN_NAME = re.compile(r"^.{1,9}(?:镇|乡|苏木)$")
_STREET_NAME = re.compile(r"^.{1,9}街道$")
_REGION_SUFFIXES = "省市州盟县区旗"


NameAffixes = tuple[str, str]
"""What stands before and behind the region in an agency's name."""


@lru_cache(maxsize=4096)
def canonical_name(name: str, codes: tuple[str, ...] = ()) -> str:
    """The one name of the agency that is called `name` (`norm`ed) on a site that has these `codes`."""
    place = locate_agency(name, codes)
    unit = place.office_name
    if place.region and not place.region_text:
        unit = _strip_own_region(unit)
    return _region_prefix(place) + (
        _expand_short_name(unit) if place.regions else _expand_unlisted_name(unit)
    )


def split_joint_issuers(name: str, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The agencies that issue together, the main one first: 甲局、乙局; 甲委(乙局). Mostly one."""
    parts = [part for part in _ISSUER_SEPARATORS.split(name) if part]
    if len(parts) < 2 or not all(_OFFICE_NAME.fullmatch(part) for part in parts):
        return (canonical_name(name, codes),)
    main = canonical_name(parts[0], codes)
    place = locate_agency(main, codes)
    others = (_joint_issuer_name(part, place, codes) for part in parts[1:])
    return tuple(dict.fromkeys((main, *others)))


def _region_prefix(location: AgencyLocation) -> str:
    """What stands before the office: 洪泽县 stays, and the short region of a central organ's office."""
    region = location.region
    as_printed = (
        region is None or (location.central_organ and location.region_text) or is_former(location.region_text)
    )
    return location.central_organ + (
        location.region_text if region is None or as_printed else region.qualified_name
    )


def _expand_short_name(unit: str) -> str:
    """The office's full name; a region, a town or a street alone is its government."""
    if not unit or _TOWN_NAME.match(unit):
        return f"{unit}人民政府"
    if _STREET_NAME.match(unit):
        return f"{unit}办事处"
    for town in re.findall(r"^(.{1,9}?(?:镇|乡|苏木))政府$", unit):
        return f"{town}人民政府"
    return str(_agency_data()["short"].get(unit, unit))


def _expand_unlisted_name(name: str) -> str:
    """The full name behind a region that is not listed (临水县人社局), or behind none."""
    if _REGION_NAME.match(name) or _TOWN_NAME.match(name) or _STREET_NAME.match(name):
        return f"{name}人民政府" if _REGION_NAME.match(name) else _expand_short_name(name)
    for end in range(1, len(name)):
        if name[end - 1] in _REGION_SUFFIXES and name[end:] in _agency_data()["short"]:
            return name[:end] + str(_agency_data()["short"][name[end:]])
    return name


def _joint_issuer_name(part: str, main: AgencyLocation, codes: tuple[str, ...]) -> str:
    """A joint issuer's name, with the main one's region where its own name has none."""
    name = canonical_name(part, codes)
    alone = not locate_agency(part).regions and not locate_agency(part).level and main.region
    return _region_prefix(main) + _expand_short_name(_strip_own_region(part)) if alone else name


def _strip_own_region(unit: str) -> str:
    """县财政局 on the county's own site is its 财政局; the 市 of 市场监督管理局 stays."""
    rest = unit[1:]
    return (
        rest
        if unit[:1] in _REGION_SUFFIXES and (is_office_name(rest) or rest in _agency_data()["short"])
        else unit
    )


@cache
def _agency_data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def _name_affixes(names: list[str]) -> tuple[NameAffixes, ...]:
    bureaus = [name.removesuffix("局") for name in names if name.endswith("局") and "{region}" not in name]
    spelled = [*names, *(stem + end for stem in bureaus for end in ("厅", "委员会"))]
    return tuple(
        (opens if cut else "", ends if cut else opens) for opens, cut, ends in map(_split_at_region, spelled)
    )


def _split_at_region(name: str) -> tuple[str, str, str]:
    return name.partition("{region}")
