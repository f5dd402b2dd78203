"""Determines agency, year, dates and provenance of a report from all candidates, and reports conflicts.

All candidates are kept; the one of the best source is used. Agency: title, page fields, preamble, signature.
Year: title, period of the statistics, address, year of the signature less one. The candidates of both and
the choice between them are in `agency` and `year`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from archive.extraction.identity.agency import (
    agency_candidates_from_text,
    conflicting_agencies,
    conflicting_sites,
    region_candidates_from_name,
    region_candidates_from_site,
    resolve_agency,
)
from archive.extraction.identity.mirrors import mirror_signs, title_after_ads
from archive.extraction.identity.published import published_candidates
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
_GOVERNMENT = re.compile(r"人民政府$|行政公署$|^.{2,12}[省市县区旗]$")


def identify(layout: SectionLayout, candidates: Iterable[Candidate], document: Document) -> Identity:
    """Return the identity of a report with all candidates; a field that no candidate states is None."""
    page_candidates = [*document.context, *candidates]
    title = _find_title(layout, page_candidates)
    preamble = normalise_text("".join(layout.preamble))
    page_candidates += published_candidates(layout, page_candidates)
    all_candidates = [*page_candidates, *_candidates_from_text(layout, title, preamble)]
    all_candidates += [
        *year_candidates_from_context(all_candidates, document.url),
        *region_candidates_from_site(all_candidates, document.url),
    ]
    mirror_candidates = _mirror_candidates(layout, title, all_candidates, document)
    agency = resolve_agency(all_candidates)
    region = agency.location.region
    return Identity(
        agency=agency.agency,
        agency_printed=agency.printed_name,
        year=resolve_year(all_candidates),
        title=title.text if title else None,
        published=_iso_date(_first_value(all_candidates, "published")),
        signed=_iso_date(_first_value(all_candidates, "signed")),
        scope=_scope(preamble, agency.agency or ""),
        provenance=_provenance(document, mirror_candidates),
        candidates=(*all_candidates, *region_candidates_from_name(agency), *mirror_candidates),
        region=region.code if region else None,
        province=agency.location.province,
        level=agency.location.level,
        system=agency.system,
        joint_issuers=agency.joint_issuers,
        aliases=agency.aliases,
    )


def identity_findings(identity: Identity) -> list[Finding]:
    """Findings on fields that no candidate states, on candidates that differ, and on signs of a mirror."""
    candidates = identity.candidates
    issuers = (identity.agency, *identity.joint_issuers) if identity.agency else ()
    years = conflicting_years(candidates)
    agencies = conflicting_agencies(issuers, candidates)
    sites = conflicting_sites(identity.region or "", candidates)
    mirror_signs_found = [candidate.value for candidate in candidates if candidate.field == "mirror"]
    checks = [
        ("F_AGENCY_MISSING", Severity.WARNING, "" if identity.agency else "机关"),
        ("F_YEAR_MISSING", Severity.WARNING, "" if identity.year else "年度"),
        ("F_TITLE_MISSING", Severity.NOTE, "" if identity.title else "标题"),
        ("F_YEAR_CONFLICT", Severity.WARNING, _format_candidates(years)),
        ("F_AGENCY_CONFLICT", Severity.WARNING, _format_candidates(agencies)),
        ("F_REGION_CONFLICT", Severity.NOTE, _format_candidates(sites)),
        ("F_MIRROR", Severity.WARNING, "；".join(mirror_signs_found)),
    ]
    return [
        Finding(check, Result.FAIL, severity, detail=detail) for check, severity, detail in checks if detail
    ]


def _format_candidates(candidates: Iterable[Candidate]) -> str:
    return "；".join(f"{candidate.source}：{candidate.value}" for candidate in candidates)


def _find_title(layout: SectionLayout, candidates: Iterable[Candidate]) -> Title | None:
    if layout.title:
        return layout.title
    values = [candidate.value for candidate in candidates if candidate.field == "title"]
    # 名称：…年度报告 is a line of page fields.
    values += [paragraph.text for paragraph in layout.boilerplate]
    first: Title | None = None
    for part in chain.from_iterable(map(_title_parts, values)):
        title = read_title(part)
        if title and title.agency:
            return title
        first = first or title
    return first


def _title_parts(value: str) -> Iterator[str]:
    """A page's title as it is, without the column and site names after it, and without advertising."""
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
    """The date in `value` as YYYY-MM-DD; None if there is none."""
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
    """Signs that the page is shown by another site than the agency's, as candidates."""
    text = "".join((*layout.preamble, *(line for lines in layout.texts.values() for line in lines)))
    titles = [candidate.value for candidate in candidates if candidate.field in ("title", "agency")]
    titles += [title.text] if title else []
    return [Candidate("mirror", sign, "page") for sign in mirror_signs(titles, text, document)]
