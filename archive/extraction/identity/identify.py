"""Whose report it is and of which year: every source is asked, every answer kept, one taken by rank.

Agency: title, page fields, preamble, signature. Year: title, period of the statistics, address, signature
less one. What the sources say, and what follows from it, is in `identity_agency` and `identity_years`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.extraction.identity.agency import (
    names_in_text,
    other_agencies,
    other_sites,
    regions_of_name,
    regions_of_site,
    whose,
)
from archive.extraction.identity.mirrors import behind_spam, signs
from archive.extraction.identity.year import STRONG, differing_years, year_of, years_around, years_in_text
from archive.extraction.sections import Layout
from archive.extraction.titles import Title, read_title
from archive.model import Candidate, Document, Finding, Identity, Provenance, Result, Scope, Severity
from archive.text.dates import find_date
from archive.text.normalise import norm

_CONSOLIDATED = re.compile(
    r"汇总|综合(?:各|所辖|\d{4})|涵盖.{0,30}(?:各|所属)(?:县|市|区|部门|地)|全(?:市|县|区|省)各级行政机关"
)
_GOVERNMENT = re.compile(r"人民政府$|^.{2,12}[省市县区旗]$")


def identify(layout: Layout, candidates: Iterable[Candidate], document: Document) -> Identity:
    """Identity by rank, with all candidates; a field that nobody states is None."""
    stated = [*document.context, *candidates]
    title = _title(layout, stated)
    front = norm("".join(layout.front))
    heard = [*stated, *_from_text(layout, title, front)]
    heard += [*years_around(heard, document.url), *regions_of_site(heard, document.url)]
    mirror = _mirror_signs(layout, title, heard, document)
    found = whose(heard)
    region = found.place.region
    return Identity(
        agency=found.agency,
        agency_printed=found.printed,
        year=year_of(heard),
        title=title.text if title else None,
        published=_iso(_first(heard, "published")),
        signed=_iso(_first(heard, "signed")),
        scope=_scope(front, found.agency or ""),
        provenance=_provenance(document, mirror),
        candidates=(*heard, *regions_of_name(found), *mirror),
        region=region.code if region else None,
        province=found.place.province,
        level=found.place.level,
        system=found.system,
        joint_issuers=found.joint,
        aliases=found.aliases,
    )


def conflicts(identity: Identity) -> list[Finding]:
    """Findings on years, agencies and sites that differ (the title's is taken), and on a mirror's signs."""
    heard = identity.candidates
    issued = (identity.agency, *identity.joint_issuers) if identity.agency else ()
    mirror = [one for one in heard if one.field == "mirror"]
    found = [
        ("F_YEAR_CONFLICT", Severity.WARNING, _each(differing_years(heard))),
        ("F_AGENCY_CONFLICT", Severity.WARNING, _each(other_agencies(issued, heard))),
        ("F_REGION_CONFLICT", Severity.NOTE, _each(other_sites(identity.region or "", heard))),
        ("F_MIRROR", Severity.WARNING, "；".join(one.value for one in mirror)),
    ]
    return [
        Finding(check, Result.FAIL, severity, detail=detail) for check, severity, detail in found if detail
    ]


def _each(stated: Iterable[Candidate]) -> str:
    return "；".join(f"{one.source}：{one.value}" for one in stated)


def _title(layout: Layout, stated: Iterable[Candidate]) -> Title | None:
    if layout.title:
        return layout.title
    titles = (read_title(part) for one in stated if one.field == "title" for part in _parts(one.value))
    return next((title for title in titles if title), None)


def _parts(value: str) -> Iterator[str]:
    """A page's title as it is, without the column and site names that portals append, behind advertising."""
    yield value
    yield from re.split(r"\s*[_|]\s*|\s+[-–—]\s+", value)[:1]
    yield from behind_spam(value)


def _from_text(layout: Layout, title: Title | None, front: str) -> Iterator[Candidate]:
    if title:
        yield Candidate(STRONG, str(title.year), "title")
    yield from names_in_text(layout, title)
    yield from years_in_text(layout, front)
    dated = next((date for line in layout.signature if (date := find_date(line))), None)
    if dated:
        yield Candidate("signed", dated.iso, "signature")
        yield Candidate(STRONG, str(dated.year - 1), "signature")


def _first(heard: Iterable[Candidate], field: str) -> str | None:
    return next((one.value for one in heard if one.field == field), None)


def _iso(value: str | None) -> str | None:
    """`value` as YYYY-MM-DD; None when there is no date in it."""
    date = find_date(value) if value else None
    return date.iso if date else None


def _scope(front: str, agency: str) -> Scope:
    if _CONSOLIDATED.search(front):
        return Scope.CONSOLIDATED
    if not agency or _GOVERNMENT.search(agency):
        return Scope.UNKNOWN
    return Scope.OWN


def _provenance(document: Document, signs: Sequence[Candidate]) -> Provenance:
    if signs:
        return Provenance.MIRROR
    return Provenance.OFFICIAL if document.official else Provenance.UNKNOWN


def _mirror_signs(
    layout: Layout, title: Title | None, heard: Sequence[Candidate], document: Document
) -> list[Candidate]:
    """What says that somebody else shows the page (domain fact 8), as candidates like all others."""
    text = "".join((*layout.front, *(line for lines in layout.texts.values() for line in lines)))
    titles = [one.value for one in heard if one.field in ("title", "agency")]
    titles += [title.text] if title else []
    return [Candidate("mirror", sign, "page") for sign in signs(titles, text, document)]
