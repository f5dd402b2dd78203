"""Whose report it is: names from the title, the preamble and the signature, and the codes of the site.

Never from free prose: seed 004 speaks of 教育局 in the report of a 人社局.
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
_PLATE_NAME = re.compile(rf"加挂([^,。;:、()]{{3,20}}?{OFFICE_SUFFIX})的?牌子")
_SOURCE_RANK = ("title", "publisher", "preamble", "signature")
_REPORT_SOURCES = ("preamble", "signature")
# 统一社会信用代码 of organs (11) and institutions (12): six digits of it are the region where it was given.
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])1[1239](\d{6})[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CODE_FIELDS = ("police_code", "site_code", "index_number")
_OFFICE_NAME = re.compile(rf".{{2,}}{OFFICE_SUFFIX}")


@dataclass(frozen=True, slots=True)
class AgencyIdentity:
    """The main issuer by its one name and as printed, those who issue with it, its other names, its place."""

    agency: str | None = None
    printed_name: str | None = None
    joint_issuers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    location: AgencyLocation = field(default_factory=AgencyLocation)
    system: str | None = None


def agency_candidates_from_text(layout: SectionLayout, title: Title | None) -> Iterator[Candidate]:
    """Names that the report gives itself: in its title, its preamble and its signature."""
    if title:
        yield Candidate("agency", agency_without_ads(title.agency), "title")
    front = remove_whitespace("".join(layout.preamble))
    plain = to_simplified(front)
    for pattern in (_QUOTED_NAME, _ANNOUNCED_NAME):
        for match in pattern.finditer(plain):
            yield Candidate("agency", front[match.start(1) : match.end(1)], "preamble")
    yield from (
        Candidate("joint_issuer", name, "preamble") for name in _PLATE_NAME.findall(normalise_text(front))
    )
    name = next(
        (line for line in map(collapse_whitespace, layout.signature) if find_date(line) is None), None
    )
    if name:
        yield Candidate("agency", name, "signature")


def region_candidates_from_site(candidates: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    """The regions whose codes the site has, by 公安备案号, 网站标识码 and 统一社会信用代码."""
    for candidate in candidates:
        if candidate.field in _CODE_FIELDS:
            credit = _CREDIT_CODE.search(candidate.value)
            yield from _region_candidate(credit[1] if credit else candidate.value[:6], candidate.source)
    for code in _CREDIT_CODE.findall(url):
        yield from _region_candidate(code, "address")


def resolve_agency(candidates: Sequence[Candidate]) -> AgencyIdentity:
    """The agency of the best placed name; where that leaves the region open, the codes among `heard` tell."""
    printed = _printed_name(candidates)
    if printed is None:
        return AgencyIdentity()
    codes = tuple(dict.fromkeys(candidate.value for candidate in candidates if candidate.field == "region"))
    main, *others = split_joint_issuers(normalise_text(printed), codes)
    plates = (
        name
        for candidate in candidates
        if candidate.field == "joint_issuer"
        for name in split_joint_issuers(normalise_text(candidate.value), codes)
    )
    joint = tuple(name for name in dict.fromkeys((*others, *plates)) if name != main)
    names = dict.fromkeys(
        normalise_text(candidate.value)
        for candidate in candidates
        if candidate.field in ("agency", "publisher")
    )
    aliases = tuple(name for name in names if name != main and split_joint_issuers(name, codes)[0] == main)
    place = locate_agency(main, codes)
    return AgencyIdentity(main, printed, joint, aliases, place, detect_system(place))


def region_candidates_from_name(agency: AgencyIdentity) -> Iterator[Candidate]:
    """Every region that the agency's name can mean: several where neither it nor the site tells which."""
    yield from (Candidate("region", region.code, "agency") for region in agency.location.regions)


def conflicting_agencies(issuers: Sequence[str], candidates: Iterable[Candidate]) -> list[Candidate]:
    """Names in preamble and signature of none of its issuers, but of another system or region.

    A government's office prints reports of its departments, so 政府 is no other system.
    """
    own = [locate_agency(agency) for agency in issuers]
    printed = [
        candidate
        for candidate in candidates
        if candidate.field == "agency" and candidate.source in _REPORT_SOURCES
    ]
    return [
        candidate
        for candidate in printed
        if own and all(_is_other_agency(normalise_text(candidate.value), location) for location in own)
    ]


def conflicting_sites(region: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Codes of the site that belong to a region off the agency's own line."""
    own = region_by_code(region)
    sites = [
        candidate for candidate in candidates if candidate.field == "region" and candidate.source != "agency"
    ]
    return [candidate for candidate in sites if own and not is_compatible_with_site(own, candidate.value)]


def _printed_name(candidates: Iterable[Candidate]) -> str | None:
    by_source = dict.fromkeys(_SOURCE_RANK, "")
    for candidate in candidates:
        source = "publisher" if candidate.field == "publisher" else candidate.source
        if candidate.field in ("agency", "publisher") and source in by_source and not by_source[source]:
            by_source[source] = candidate.value
    ranked = [by_source[source] for source in _SOURCE_RANK if by_source[source]]
    if not ranked:
        return None
    # A page field often has the short name; the signature's is full. The longer of two that agree is taken.
    fuller = [name for name in ranked if normalise_text(name).endswith(normalise_text(ranked[0]))]
    return remove_whitespace(max(fuller, key=lambda name: len(normalise_text(name))))


def _is_other_agency(name: str, location: AgencyLocation) -> bool:
    other = locate_agency(name)
    own, theirs = detect_system(location), detect_system(other)
    if not _OFFICE_NAME.fullmatch(name) or not own or not theirs or "government" in (own, theirs):
        return False
    region, ours = other.region, location.region
    elsewhere = region is not None and ours is not None and not is_compatible_with_site(ours, region.code)
    return own != theirs or elsewhere


def _region_candidate(code: str, source: str) -> Iterator[Candidate]:
    if code.isdigit() and region_by_code(code[:2]):
        yield Candidate("region", code, source)
