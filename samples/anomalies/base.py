"""What an anomaly gives back: the report with it, and the findings that reading must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from samples.reports import Alteration, Cells, SampleReport


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that must be there; "" matches whatever the finding says of its place."""

    id: str
    result: str = "fail"
    table: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class AlteredReport:
    """A report with an anomaly in it. Its own cells, sections and identity say what is to be read."""

    report: SampleReport
    findings: tuple[ExpectedFinding, ...] = ()


Anomaly = Callable[[SampleReport], AlteredReport | None]
"""None where the report has no place for it: a form without the row, an agency without an application."""


def with_cells(report: SampleReport, cells: Cells) -> SampleReport:
    """The report with some cells printed otherwise."""
    return replace(report, cells={**report.cells, **cells})


def with_section(report: SampleReport, key: str, text: str) -> SampleReport:
    """The report with another text in one section."""
    return replace(report, sections={**report.sections, key: text})


def with_alteration(report: SampleReport, alteration: Alteration) -> SampleReport:
    """The report with its outline altered."""
    return replace(report, alterations=(*report.alterations, alteration))
