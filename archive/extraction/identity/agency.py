"""Whose report it is: names from the title, the preamble and the signature, and the codes of the site.

Never from free prose: seed 004 speaks of 教育局 in the report of a 人社局.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.agencies.levels import Place, place_of, system_in
from archive.agencies.names import OFFICE, issuers
from archive.agencies.regions import agree, coded
from archive.extraction.identity.mirrors import without_spam
from archive.extraction.sections import Layout
from archive.extraction.titles import Title
from archive.model import Candidate
from archive.text.dates import find_date
from archive.text.normalise import compact, norm, simplify, tidy

_QUOTED = re.compile(rf"《([^《》]{{3,40}}?{OFFICE})20\d\d年")
_ANNOUNCED = re.compile(
    r"(?:公开|公布|发布|编制|现将|由)"
    rf"((?:(?!公开|公布|发布|编制|现将|由|报告)[^,。;:，；：《》()（）]){{3,40}}?{OFFICE})"
    r"(?:20\d\d年|编制|按照|根据)"
)
_PLATE = re.compile(rf"加挂([^,。;:、()]{{3,20}}?{OFFICE})的?牌子")
_RANK = ("title", "publisher", "preamble", "signature")
_IN_REPORT = ("preamble", "signature")
# 统一社会信用代码 of organs (11) and institutions (12): six digits of it are the region where it was given.
_CREDIT = re.compile(r"(?<![0-9A-Z])1[1239](\d{6})[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_CODES = ("police_code", "site_code", "index_number")
_OFFICE_ALONE = re.compile(rf".{{2,}}{OFFICE}")


@dataclass(frozen=True, slots=True)
class Whose:
    """The main issuer by its one name and as printed, those who issue with it, its other names, its place."""

    agency: str | None = None
    printed: str | None = None
    joint: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    place: Place = field(default_factory=Place)
    system: str | None = None


def names_in_text(layout: Layout, title: Title | None) -> Iterator[Candidate]:
    """Names that the report gives itself: in its title, its preamble and its signature."""
    if title:
        yield Candidate("agency", without_spam(title.agency), "title")
    front = compact("".join(layout.front))
    plain = simplify(front)
    for pattern in (_QUOTED, _ANNOUNCED):
        for match in pattern.finditer(plain):
            yield Candidate("agency", front[match.start(1) : match.end(1)], "preamble")
    yield from (Candidate("joint_issuer", name, "preamble") for name in _PLATE.findall(norm(front)))
    name = next((line for line in map(tidy, layout.signature) if find_date(line) is None), None)
    if name:
        yield Candidate("agency", name, "signature")


def regions_of_site(heard: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    """The regions whose codes the site has, by 公安备案号, 网站标识码 and 统一社会信用代码."""
    for one in heard:
        if one.field in _CODES:
            credit = _CREDIT.search(one.value)
            yield from _region(credit[1] if credit else one.value[:6], one.source)
    for code in _CREDIT.findall(url):
        yield from _region(code, "address")


def whose(heard: Sequence[Candidate]) -> Whose:
    """The agency of the best placed name; where that leaves the region open, the codes among `heard` tell."""
    printed = _printed(heard)
    if printed is None:
        return Whose()
    codes = tuple(dict.fromkeys(one.value for one in heard if one.field == "region"))
    main, *others = issuers(norm(printed), codes)
    plates = (
        name for one in heard if one.field == "joint_issuer" for name in issuers(norm(one.value), codes)
    )
    joint = tuple(name for name in dict.fromkeys((*others, *plates)) if name != main)
    names = dict.fromkeys(norm(one.value) for one in heard if one.field in ("agency", "publisher"))
    aliases = tuple(name for name in names if name != main and issuers(name, codes)[0] == main)
    place = place_of(main, codes)
    return Whose(main, printed, joint, aliases, place, system_in(place))


def regions_of_name(found: Whose) -> Iterator[Candidate]:
    """Every region that the agency's name can mean: several where neither it nor the site tells which."""
    yield from (Candidate("region", region.code, "agency") for region in found.place.regions)


def other_agencies(issued: Sequence[str], heard: Iterable[Candidate]) -> list[Candidate]:
    """Names in preamble and signature of none of its issuers, but of another system or region.

    A government's office prints reports of its departments, so 政府 is no other system.
    """
    own = [place_of(agency) for agency in issued]
    said = [one for one in heard if one.field == "agency" and one.source in _IN_REPORT]
    return [one for one in said if own and all(_is_other(norm(one.value), ours) for ours in own)]


def other_sites(region: str, heard: Iterable[Candidate]) -> list[Candidate]:
    """Codes of the site that belong to a region off the agency's own line."""
    own = coded(region)
    sites = [one for one in heard if one.field == "region" and one.source != "agency"]
    return [one for one in sites if own and not agree(own, one.value)]


def _printed(heard: Iterable[Candidate]) -> str | None:
    by_source = dict.fromkeys(_RANK, "")
    for one in heard:
        source = "publisher" if one.field == "publisher" else one.source
        if one.field in ("agency", "publisher") and source in by_source and not by_source[source]:
            by_source[source] = one.value
    ranked = [by_source[source] for source in _RANK if by_source[source]]
    if not ranked:
        return None
    # A page field often has the short name; the signature's is full. The longer of two that agree is taken.
    fuller = [name for name in ranked if norm(name).endswith(norm(ranked[0]))]
    return compact(max(fuller, key=lambda name: len(norm(name))))


def _is_other(name: str, place: Place) -> bool:
    other = place_of(name)
    own, theirs = system_in(place), system_in(other)
    if not _OFFICE_ALONE.fullmatch(name) or not own or not theirs or "government" in (own, theirs):
        return False
    region, ours = other.region, place.region
    elsewhere = region is not None and ours is not None and not agree(ours, region.code)
    return own != theirs or elsewhere


def _region(code: str, source: str) -> Iterator[Candidate]:
    if code.isdigit() and coded(code[:2]):
        yield Candidate("region", code, source)
