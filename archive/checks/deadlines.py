"""Checks that a report was published before its deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.checks.catalog import catalog
from archive.checks.plausibility_rules import Deadline, plausibility_rules
from archive.model import Finding, Identity, Result, Severity
from archive.text import find_date

_DATE_SOURCE_NAMES = {
    "published": "发布日期",
    "written": "成文日期",
    "signed": "落款日期",
    "address": "网址中的日期",
}


def deadline_findings(identity: Identity, url: str) -> Iterator[Finding]:
    """Yield D_LATE: `na` if no date is known, only a note if the one known date stands in the URL."""
    if identity.year is None or not identity.agency:
        return
    year = identity.year
    deadlines = plausibility_rules().deadlines
    deadline = next(deadline for deadline in deadlines if deadline.is_applicable(identity, year))
    due = date(year + 1, deadline.month, deadline.day)
    source, published = _publication_date(identity, url)
    if published is None:
        yield Finding("D_LATE", Result.NA, catalog()["D_LATE"].severity, detail=f"期限 {due}")
        return
    result = Result.FAIL if published > due else Result.PASS
    detail = f"{_DATE_SOURCE_NAMES[source]} {published}，期限 {due}"
    yield Finding("D_LATE", result, _severity(deadline, source), detail=detail)


def _severity(deadline: Deadline, source: str) -> Severity:
    return Severity.NOTE if source == "address" else deadline.severity


def _publication_date(identity: Identity, url: str) -> tuple[str, date | None]:
    """Return the source of the date, and the date: the page's, else the signature's, else the URL's."""
    written_dates = (
        find_date(candidate.value) for candidate in identity.candidates if candidate.field == "written"
    )
    written = next((match.iso for match in written_dates if match), None)
    stated = (("published", identity.published), ("written", written), ("signed", identity.signed))
    for source, iso in stated:
        if iso and (day := _parse_date(iso)):
            return source, day
    match = plausibility_rules().address.date.search(url)
    return "address", _parse_date("-".join(match.groups())) if match else None


def _parse_date(iso: str) -> date | None:
    """Return the day that `iso` names; None if no calendar has it (31 February)."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
