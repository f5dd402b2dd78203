"""Maps the printed names of an agency to one canonical name, and splits the names of joint issuers.

A canonical name is that of the region, with the city before a 市辖区, and the full name of the office:
涵江区人社局 and 福建省莆田市涵江区人力资源和社会保障局 are both 莆田市涵江区人力资源和社会保障局.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from archive.agencies.levels import AgencyLocation, is_office_name, locate_agency
from archive.agencies.regions import is_former
from archive.model import DataRecord, load_data

OFFICE_SUFFIX = (
    r"(?:人民政府|政府办公室|办公厅|办公室|委员会|管委会|管理处|分局|总队|支队|中心"
    r"|局|厅|部|委|办|院|署|镇|乡|街道|苏木)"
)
"""Pattern of how the name of an agency ends."""
REGION_SUFFIXES = "省市州盟县区旗"
_ISSUER_SEPARATORS = re.compile(r"[、,，/|()（）]+")
_OFFICE_NAME = re.compile(rf".{{2,}}(?:{OFFICE_SUFFIX}|联合会|合作社|档案馆|大队)")
_REGION_NAME = re.compile(r"^.{2,11}(?:省|市|县|旗|自治州|区)$")
_TOWN_NAME = re.compile(r"^.{1,9}(?:镇|乡|苏木)$")
_STREET_NAME = re.compile(r"^.{1,9}街道$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MAX_ZONE_NAME_LENGTH = 16


class SuccessionEntry(DataRecord, frozen=True, kw_only=True):
    """A succession in `names.toml`: names of offices, and the calendar years in which it happened."""

    old_names: tuple[str, ...] = msgspec.field(name="from")
    new_names: tuple[str, ...] = msgspec.field(name="to")
    since: int
    until: int


class NamesData(DataRecord, frozen=True, kw_only=True):
    """The content of `names.toml`: kinds of names, full names of offices by short forms, and successions."""

    zones: tuple[str, ...]
    central_offices: tuple[str, ...]
    party_organ: re.Pattern[str]
    plate: re.Pattern[str]
    unchanged: re.Pattern[str]
    governments: dict[str, str]
    short: dict[str, str]
    succession: tuple[SuccessionEntry, ...]


def names_data() -> NamesData:
    """Load `names.toml`."""
    return load_data(__package__, "names.toml", NamesData)


@lru_cache(maxsize=4096)
def canonical_name(name: str, codes: tuple[str, ...] = ()) -> str:
    """The canonical name of the agency that is called `name` (normalised) on a site with these `codes`."""
    location = locate_agency(name, codes)
    office = location.office_name
    if location.region and not location.region_text:
        office = _strip_own_region(office)
    if location.region and not office:
        return _region_prefix(location) + _government(location.region.name)
    return _region_prefix(location) + (
        _expand_short_name(office) if location.regions else _expand_unlisted_name(office)
    )


def _government(region: str) -> str:
    """Return what the government of a region is called: that of a 地区 is an agency of the province."""
    governments = names_data().governments
    return next((name for end, name in governments.items() if region.endswith(end)), "人民政府")


def split_joint_issuers(name: str, codes: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Canonical names of the agencies in `name`, the main one first: 甲局、乙局. Mostly one."""
    name = split_second_names(name)[0]
    parts = [part for part in _ISSUER_SEPARATORS.split(name) if part]
    if len(parts) < 2 or not all(_OFFICE_NAME.fullmatch(part) for part in parts):
        return (canonical_name(name, codes),)
    main = canonical_name(parts[0], codes)
    location = locate_agency(main, codes)
    joint_issuers = (_joint_issuer_name(part, location, codes) for part in parts[1:])
    return tuple(dict.fromkeys((main, *joint_issuers)))


def split_second_names(name: str) -> tuple[str, tuple[str, ...]]:
    """`name` without brackets that contain other names of the same office, and these names.

    They are names under which it acts as well, 发展和改革局(粮食局) and 黄岛区(西海岸新区), Party organs with
    the same staff, 教育局(市委教育工委), and names on a plate, 教育局(挂语言文字工作委员会牌子).
    """
    second_names = {
        bracket[0]: _second_names(bracket[1], is_last=bracket.end() == len(name))
        for bracket in _BRACKETS.finditer(name)
    }
    for bracket, names in second_names.items():
        if names and not name.startswith(bracket):
            name = name.replace(bracket, "")
    return name, tuple(second for names in second_names.values() for second in names)


def _second_names(text: str, *, is_last: bool) -> list[str]:
    """Return the names in a bracket; a region or zone is one only at the end: 中国(上海)自由贸易试验区."""
    plate = names_data().plate.match(text)
    names = [part for part in _ISSUER_SEPARATORS.split(plate["names"] if plate else text) if part]
    is_party_organ = any(map(names_data().party_organ.search, names))
    is_zone = is_last and text.endswith((*names_data().zones, *REGION_SUFFIXES))
    return names if plate or is_party_organ or is_zone or all(map(_OFFICE_NAME.fullmatch, names)) else []


def _region_prefix(location: AgencyLocation) -> str:
    """The name up to the office. A former region (洪泽县) and that of a central organ stay as printed."""
    region, region_text = location.region, location.region_text
    is_printed_name = bool(location.central_organ and region_text) or is_former(region_text)
    if region is None or is_printed_name or _keeps_short_region(location):
        return location.central_organ + region_text
    return location.central_organ + region.qualified_name


def _keeps_short_region(location: AgencyLocation) -> bool:
    """True for 重庆海关 and 杭州旅游度假区: their regions are no parts of a full name."""
    region, region_text, office = location.region, location.region_text, location.office_name
    has_short_region = region_text and (
        region_text[-1] not in REGION_SUFFIXES or (region and region_text.endswith(region.name[:-1]))
    )
    return bool(has_short_region) and (
        office.startswith(names_data().central_offices)
        or any(zone in office[:_MAX_ZONE_NAME_LENGTH] for zone in names_data().zones)
    )


def _expand_short_name(office: str) -> str:
    """Full name of the office; a region, town or street without an office means its government."""
    if not office or _TOWN_NAME.match(office):
        return f"{office}人民政府"
    if _STREET_NAME.match(office):
        return f"{office}办事处"
    for town in re.findall(r"^(.{1,9}?(?:镇|乡|苏木))政府$", office):
        return f"{town}人民政府"
    return names_data().short.get(office, office)


def _expand_unlisted_name(name: str) -> str:
    """Full name of an agency whose region is not listed (临水县人社局), or that has none."""
    if name.endswith(names_data().zones) or names_data().unchanged.match(name):
        return name
    if _REGION_NAME.match(name) or _TOWN_NAME.match(name) or _STREET_NAME.match(name):
        return f"{name}人民政府" if _REGION_NAME.match(name) else _expand_short_name(name)
    for end in range(1, len(name)):
        if name[end - 1] in REGION_SUFFIXES and name[end:] in names_data().short:
            return name[:end] + names_data().short[name[end:]]
    return name


def _joint_issuer_name(part: str, main: AgencyLocation, codes: tuple[str, ...]) -> str:
    """Canonical name of a joint issuer; a name without region gets the region of the main issuer."""
    own_location = locate_agency(part)
    if main.region and not own_location.regions and not own_location.level:
        # 县档案局 in the name of a county's office: its 档案局.
        names_own_region = part[0] == main.region.name[-1] and not is_office_name(part)
        return _region_prefix(main) + _expand_short_name(part[1:] if names_own_region else part)
    return canonical_name(part, codes)


def _strip_own_region(office: str) -> str:
    """县财政局 on the county's own site is its 财政局; the 市 of 市场监督管理局 stays."""
    bare = office[1:]
    has_region = office[:1] in REGION_SUFFIXES and (is_office_name(bare) or bare in names_data().short)
    return bare if has_region else office
