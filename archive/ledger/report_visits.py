"""What the ledger knows of the visits to the reports of a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role


class ReportVisit(NamedTuple):
    """How one request for a report, or a file of one, ended; `parent` is the page that led to it."""

    url: str
    role: Role
    parent: str
    outcome: Outcome
    digest: str
    fetched: str


def report_visits(ledger: Ledger, source: str, excluded_runs: Sequence[str] = ()) -> Iterator[ReportVisit]:
    """Yield the requests for reports of a source and their files, the earliest first."""
    roles = (Role.REPORT.value, Role.ATTACHMENT.value, Role.RENDERED.value)
    sql = f"""select {", ".join(ReportVisit._fields)} from captures
        where source = ? and role in (?, ?, ?) and run not in ({", ".join("?" * len(excluded_runs))})
        order by fetched"""
    for url, role, parent, outcome, digest, fetched in ledger.fetch_all(
        sql, (source, *roles, *excluded_runs)
    ):
        yield ReportVisit(url, Role(role), parent, Outcome(outcome), digest, fetched)
