"""Whose report it is and of which year: every source is asked, every answer kept, one taken by rank.

Agency: title, page fields, preamble, signature. Year: title, period of the statistics, address, signature
less one. What the sources say, and what follows from it, is in `identity_agency` and `identity_years`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.extraction.identity.agency import (
    agency_candidates_from_text,
    conflicting_agencies,
    conflicting_sites,
    region_candidates_from_name,
    region_candidates_from_site,
    resolve_agency,
)
from archive.extraction.identity.mirrors import mirror_signs, title_after_ads
from archive.extraction.identity.year import (
    YEAR_FIELD,
    conflicting_years,
    resolve_year,
    year_candidates_from_context,
    year_candidates_from_text,
)
from archive.extraction.sections import SectionLayout
from archive.extraction.titles import Title, read_title
from archive.model import Candidate, Document, Finding, Identity, Provenance, Result, Scope, Severity
from archive.text import find_date, normalise_text

_CONSOLIDATED = re.compile(
    r"汇总|综合(?:各|所辖|\d{4})|涵盖.{0,30}(?:各|所属)(?:县|市|区|部门|地)|全(?:市|县|区|省)各级行政机关"
)
_GOVERNMENT = re.compile(r"人民政府$|^.{2,12}[省市县区旗]$")


def identify(layout: SectionLayout, candidates: Iterable[Candidate], document: Document) -> Identity:
    """Identity by rank, with all candidates; a field that nobody states is None."""
    stated = [*document.context, *candidates]
    title = _find_title(layout, stated)
    front = normalise_text("".join(layout.preamble))
    heard = [*stated, *_candidates_from_text(layout, title, front)]
    heard += [
        *year_candidates_from_context(heard, document.url),
        *region_candidates_from_site(heard, document.url),
    ]
    mirror = _mirror_candidates(layout, title, heard, document)
    found = resolve_agency(heard)
    region = found.location.region
    return Identity(
        agency=found.agency,
        agency_printed=found.printed_name,
        year=resolve_year(heard),
        title=title.text if title else None,
        published=_iso_date(_first_value(heard, "published")),
        signed=_iso_date(_first_value(heard, "signed")),
        scope=_scope(front, found.agency or ""),
        provenance=_provenance(document, mirror),
        candidates=(*heard, *region_candidates_from_name(found), *mirror),
        region=region.code if region else None,
        province=found.location.province,
        level=found.location.level,
        system=found.system,
        joint_issuers=found.joint_issuers,
        aliases=found.aliases,
    )


def identity_findings(identity: Identity) -> list[Finding]:
    """Findings on years, agencies and sites that differ (the title's is taken), and on a mirror's signs."""
    heard = identity.candidates
    issued = (identity.agency, *identity.joint_issuers) if identity.agency else ()
    mirror = [candidate for candidate in heard if candidate.field == "mirror"]
    found = [
        ("F_YEAR_CONFLICT", Severity.WARNING, _format_candidates(conflicting_years(heard))),
        ("F_AGENCY_CONFLICT", Severity.WARNING, _format_candidates(conflicting_agencies(issued, heard))),
        (
            "F_REGION_CONFLICT",
            Severity.NOTE,
            _format_candidates(conflicting_sites(identity.region or "", heard)),
        ),
        ("F_MIRROR", Severity.WARNING, "；".join(candidate.value for candidate in mirror)),
    ]
    return [
        Finding(check, Result.FAIL, severity, detail=detail) for check, severity, detail in found if detail
    ]


def _format_candidates(candidates: Iterable[Candidate]) -> str:
    return "；".join(f"{candidate.source}：{candidate.value}" for candidate in candidates)


def _find_title(layout: SectionLayout, candidates: Iterable[Candidate]) -> Title | None:
    if layout.title:
        return layout.title
    titles = (
        read_title(part)
        for candidate in candidates
        if candidate.field == "title"
        for part in _title_parts(candidate.value)
    )
    return next((title for title in titles if title), None)


def _title_parts(value: str) -> Iterator[str]:
    """A page's title as it is, without the column and site names that portals append, behind advertising."""
    yield value
    yield from re.split(r"\s*[_|]\s*|\s+[-–—]\s+", value)[:1]
    yield from title_after_ads(value)


def _candidates_from_text(layout: SectionLayout, title: Title | None, preamble: str) -> Iterator[Candidate]:
    if title:
        yield Candidate(YEAR_FIELD, str(title.year), "title")
    yield from agency_candidates_from_text(layout, title)
    yield from year_candidates_from_text(layout, preamble)
    dated = next((date for line in layout.signature if (date := find_date(line))), None)
    if dated:
        yield Candidate("signed", dated.iso, "signature")
        yield Candidate(YEAR_FIELD, str(dated.year - 1), "signature")


def _first_value(candidates: Iterable[Candidate], field: str) -> str | None:
    return next((candidate.value for candidate in candidates if candidate.field == field), None)


def _iso_date(value: str | None) -> str | None:
    """`value` as YYYY-MM-DD; None when there is no date in it."""
    date = find_date(value) if value else None
    return date.iso if date else None


def _scope(preamble: str, agency: str) -> Scope:
    if _CONSOLIDATED.search(preamble):
        return Scope.CONSOLIDATED
    if not agency or _GOVERNMENT.search(agency):
        return Scope.UNKNOWN
    return Scope.OWN


def _provenance(document: Document, signs: Sequence[Candidate]) -> Provenance:
    if signs:
        return Provenance.MIRROR
    return Provenance.OFFICIAL if document.official else Provenance.UNKNOWN


def _mirror_candidates(
    layout: SectionLayout, title: Title | None, candidates: Sequence[Candidate], document: Document
) -> list[Candidate]:
    """What says that somebody else shows the page (domain fact 8), as candidates like all others."""
    text = "".join((*layout.preamble, *(line for lines in layout.texts.values() for line in lines)))
    titles = [candidate.value for candidate in candidates if candidate.field in ("title", "agency")]
    titles += [title.text] if title else []
    return [Candidate("mirror", sign, "page") for sign in mirror_signs(titles, text, document)]
