"""Collects candidates for the agency and its region and chooses the best one.

Names come from title, preamble and signature, never from other prose: report 004 mentions 教育局 in the
report of a 人社局. Regions come from the name and the codes of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.agencies import (
    OFFICE_SUFFIX,
    AgencyLocation,
    detect_system,
    is_compatible_with_site,
    locate_agency,
    region_by_code,
    split_joint_issuers,
    split_second_names,
)
from archive.extraction.identity.mirrors import agency_without_ads
from archive.extraction.sections import SectionLayout
from archive.extraction.titles import Title
from archive.model import Candidate
from archive.text import collapse_whitespace, find_date, normalise_text, remove_whitespace, to_simplified

_QUOTED_NAME = re.compile(rf"《([^《》]{{3,40}}?{OFFICE_SUFFIX})20\d\d年")
_ANNOUNCED_NAME = re.compile(
    r"(?:公开|公布|发布|编制|现将|由)"
    rf"((?:(?!公开|公布|发布|编制|现将|由|报告)[^,。;:，；：《》()（）]){{3,40}}?{OFFICE_SUFFIX})"
    r"(?:20\d\d年|编制|按照|根据)"
)
_CONTACT_NAME = re.compile(
    r"(?:联系(?:单位|部门|机构|方式|地址)?|地址|咨询|与|向|请[到至]|致函):?"
    rf"([^,。;:、()\d]{{2,20}}?{OFFICE_SUFFIX})"
)
_REGION_AT_START = re.compile(r".{2,9}[省市州盟县区旗]")
_WHOLE_REGION = re.compile(r"(?!社会|公众|本)[\u4e00-\u9fff]{2,12}[省市州盟县区旗镇乡]$")
_PLATE_NAME = re.compile(rf"加挂([^,。;:、()]{{3,20}}?{OFFICE_SUFFIX})的?牌子")
_SOURCE_RANK = ("title", "publisher", "preamble", "signature")
_REPORT_SOURCES = ("preamble", "signature")
# 统一社会信用代码 of organs (11) and institutions (12): six digits are the region that issued it.
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[1239](\d{6})[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CODE_FIELDS = ("police_code", "site_code", "index_number")
_OFFICE_NAME = re.compile(rf".{{2,}}{OFFICE_SUFFIX}")


@dataclass(frozen=True, slots=True)
class AgencyIdentity:
    """The main issuer (canonical and printed name), joint issuers, other names, location and system."""

    agency: str | None = None
    printed_name: str | None = None
    joint_issuers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    location: AgencyLocation = field(default_factory=AgencyLocation)
    system: str | None = None


def agency_candidates_from_text(layout: SectionLayout, title: Title | None) -> Iterator[Candidate]:
    """Yield the names in title, preamble and signature; those of contacts only complete a short name."""
    if title and title.agency:
        yield Candidate("agency", agency_without_ads(title.agency), "title")
    preamble = remove_whitespace("".join(layout.preamble))
    simplified, plain = to_simplified(preamble), normalise_text(preamble)
    for pattern in (_QUOTED_NAME, _ANNOUNCED_NAME):
        for match in pattern.finditer(simplified):
            yield Candidate("agency", preamble[match.start(1) : match.end(1)], "preamble")
    yield from (Candidate("contact", name, "preamble") for name in _CONTACT_NAME.findall(plain))
    yield from (Candidate("joint_issuer", name, "preamble") for name in _PLATE_NAME.findall(plain))
    name = next(
        (line for line in map(collapse_whitespace, layout.signature) if find_date(line) is None), None
    )
    if name:
        yield Candidate("agency", name, "signature")


def region_candidates_from_site(candidates: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    """Yield the regions of the site's codes: 公安备案号, 网站标识码 and 统一社会信用代码."""
    for candidate in candidates:
        if candidate.field in _CODE_FIELDS:
            credit = _CREDIT_CODE.search(candidate.value)
            yield from _region_candidate(credit[1] if credit else candidate.value[:6], candidate.source)
    for code in _CREDIT_CODE.findall(url):
        yield from _region_candidate(code, "address")


def resolve_agency(candidates: Sequence[Candidate]) -> AgencyIdentity:
    """Resolve the agency from the name of the best source; site codes decide if the region is not unique."""
    printed = _printed_name(candidates)
    if printed is None:
        return AgencyIdentity()
    codes = tuple(dict.fromkeys(candidate.value for candidate in candidates if candidate.field == "region"))
    main, *joint_names = split_joint_issuers(normalise_text(printed), codes)
    plate_names = (
        name
        for candidate in candidates
        if candidate.field == "joint_issuer"
        for name in split_joint_issuers(normalise_text(candidate.value), codes)
    )
    joint_issuers = tuple(name for name in dict.fromkeys((*joint_names, *plate_names)) if name != main)
    names = dict.fromkeys(
        normalise_text(candidate.value)
        for candidate in candidates
        if candidate.field in ("agency", "publisher")
    )
    same_agency = [name for name in names if split_joint_issuers(name, codes)[0] == main]
    second_names = [second for name in same_agency for second in split_second_names(name)[1]]
    aliases = tuple(name for name in dict.fromkeys((*same_agency, *second_names)) if name != main)
    location = locate_agency(main, codes)
    return AgencyIdentity(main, printed, joint_issuers, aliases, location, detect_system(location))


def region_candidates_from_name(agency: AgencyIdentity) -> Iterator[Candidate]:
    """Yield all regions that the agency can belong to; several if neither name nor site decides."""
    yield from (Candidate("region", region.code, "agency") for region in agency.location.regions)


def conflicting_agencies(issuers: Sequence[str], candidates: Iterable[Candidate]) -> list[Candidate]:
    """Names in preamble and signature that have another system or region than all issuers.

    The office of a government publishes reports of its departments, so 政府 does not count as another system.
    """
    issuer_locations = [locate_agency(agency) for agency in issuers]
    printed = [
        candidate
        for candidate in candidates
        if candidate.field == "agency" and candidate.source in _REPORT_SOURCES
    ]
    return [
        candidate
        for candidate in printed
        if issuer_locations
        and all(_is_other_agency(normalise_text(candidate.value), location) for location in issuer_locations)
    ]


def conflicting_sites(region: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Codes of the site whose regions neither contain the region nor are inside it."""
    own = region_by_code(region)
    sites = [
        candidate for candidate in candidates if candidate.field == "region" and candidate.source != "agency"
    ]
    return [candidate for candidate in sites if own and not is_compatible_with_site(own, candidate.value)]


def _printed_name(candidates: Sequence[Candidate]) -> str | None:
    by_source = dict.fromkeys(_SOURCE_RANK, "")
    for candidate in candidates:
        source = "publisher" if candidate.field == "publisher" else candidate.source
        if candidate.field in ("agency", "publisher") and source in by_source and not by_source[source]:
            by_source[source] = candidate.value
    ranked = [by_source[source] for source in _SOURCE_RANK if by_source[source]]
    if not ranked:
        return None
    short = normalise_text(ranked[0])
    contacts = [candidate.value for candidate in candidates if candidate.field == "contact"]
    # A page field often has the short name, the signature the full one: use the longest name that agrees.
    fuller = [name for name in ranked if normalise_text(name).endswith(short)]
    fuller += [name for name in contacts if _is_completed(short, name)]
    return remove_whitespace(max(fuller, key=lambda name: len(normalise_text(name))))


def _is_completed(short: str, name: str) -> bool:
    """True if `name` is `short`, which names no region, after one: 财政局 or 县财政局, 临水县财政局."""
    region = name.removesuffix(short) + short[:1]
    return (
        name.endswith(short)
        and not _REGION_AT_START.match(short)
        and not locate_agency(short).regions
        and any(map(_WHOLE_REGION.match, (region, region[:-1])))
    )


def _is_other_agency(name: str, location: AgencyLocation) -> bool:
    named_location = locate_agency(name)
    system, named_system = detect_system(location), detect_system(named_location)
    if not _OFFICE_NAME.fullmatch(name) or not system or not named_system:
        return False
    if "government" in (system, named_system):
        return False
    region, named_region = location.region, named_location.region
    has_other_region = (
        region is not None
        and named_region is not None
        and not is_compatible_with_site(region, named_region.code)
    )
    return system != named_system or has_other_region


def _region_candidate(code: str, source: str) -> Iterator[Candidate]:
    if code.isdigit() and region_by_code(code[:2]):
        yield Candidate("region", code, source)
