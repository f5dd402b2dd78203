"""Whether a report was published in time, by the page's dates, else the signature's, else the address's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from archive.checks.catalog import catalog
from archive.checks.plausibility_rules import Deadline, plausibility_rules
from archive.model import Finding, Identity, Result, Severity
from archive.text.dates import find_date

_DATE_SOURCE_NAMES = {
    "published": "发布日期",
    "written": "成文日期",
    "signed": "落款日期",
    "address": "网址中的日期",
}


def deadline_findings(identity: Identity, url: str) -> Iterator[Finding]:
    """D_LATE. `na` where no date is known; a late date in the address alone is only a note."""
    if identity.year is None or not identity.agency:
        return
    year = identity.year
    deadline = next(one for one in plausibility_rules().deadlines if one.is_applicable(identity, year))
    due = date(year + 1, deadline.month, deadline.day)
    source, found = _publication_date(identity, url)
    if found is None:
        yield Finding("D_LATE", Result.NA, catalog()["D_LATE"].severity, detail=f"期限 {due}")
        return
    result = Result.FAIL if found > due else Result.PASS
    detail = f"{_DATE_SOURCE_NAMES[source]} {found}，期限 {due}"
    yield Finding("D_LATE", result, _severity(deadline, source), detail=detail)


def _severity(deadline: Deadline, source: str) -> Severity:
    return Severity.NOTE if source == "address" else deadline.severity


def _publication_date(identity: Identity, url: str) -> tuple[str, date | None]:
    written = (find_date(one.value) for one in identity.candidates if one.field == "written")
    first = next((found.iso for found in written if found), None)
    stated = (("published", identity.published), ("written", first), ("signed", identity.signed))
    for source, said in stated:
        if said and (found := _parse_date(said)):
            return source, found
    match = plausibility_rules().date_in_url.search(url)
    return "address", _parse_date("-".join(match.groups())) if match else None


def _parse_date(iso: str) -> date | None:
    """The day that `iso` names; None for one that no calendar has (31 February)."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
