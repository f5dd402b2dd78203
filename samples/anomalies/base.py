"""Types of anomalies, and helpers that return a changed copy of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from samples.reports import Alteration, Cells, SampleReport


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that reading must give; an empty `table`, `row` or `column` matches any."""

    id: str
    result: str = "fail"
    table: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class AlteredReport:
    """A report with an anomaly; its cells, sections and identity are the values that a reader must find."""

    report: SampleReport
    findings: tuple[ExpectedFinding, ...] = ()


Anomaly = Callable[[SampleReport], AlteredReport | None]
"""Returns None if the report cannot have the anomaly: its form lacks the row, it has no applications."""


def with_cells(report: SampleReport, cells: Cells) -> SampleReport:
    """The report with some cells replaced."""
    return replace(report, cells={**report.cells, **cells})


def with_section(report: SampleReport, key: str, text: str) -> SampleReport:
    """The report with another text in one section."""
    return replace(report, sections={**report.sections, key: text})


def with_alteration(report: SampleReport, alteration: Alteration) -> SampleReport:
    """The report with its outline altered."""
    return replace(report, alterations=(*report.alterations, alteration))
