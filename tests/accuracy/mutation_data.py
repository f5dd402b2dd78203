"""The content of `mutations.toml`, and the type of a changed report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from samples.anomalies.base import ExpectedFinding, with_alteration
from samples.reports.cell_styles import PrintedCell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from samples.reports.table_layout import SampleTable

NO_ANSWER = PrintedCell("", "no answer")
"""The truth of a cell that no number answers: whatever is read there has to be flagged."""


@dataclass(frozen=True)
class RedrawnReport:
    """The changed report, with its truth.

    `shifted_cells`: the cells of a row after one of them was lost. `truths`: where the page says something
    else than the cells of the report. `alternatives`: what may be read as well. `findings`: must be found.
    """

    report: SampleReport
    shifted_cells: dict[Key, PrintedCell] = field(default_factory=dict)
    truths: dict[Key, PrintedCell] = field(default_factory=dict)
    alternatives: dict[Key, PrintedCell] = field(default_factory=dict)
    findings: tuple[ExpectedFinding, ...] = ()


Redraw = Callable[[SampleReport, Random], RedrawnReport]


class Charsets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The encodings of a page, and what page and server may say of it."""

    actual: tuple[str, ...]
    meta: tuple[str, ...]
    header: tuple[str, ...]


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement in prose on the total of a row of table 3."""

    text: str
    row: str
    check: str


class MutationData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of `mutations.toml`."""

    units: dict[str, int]
    charsets: Charsets
    statement: tuple[Statement, ...]


@cache
def mutation_data() -> MutationData:
    """Return the content of `mutations.toml`."""
    return msgspec.toml.decode(Path(__file__).with_name("mutations.toml").read_bytes(), type=MutationData)


def drawn_table(report: SampleReport, table: str) -> SampleTable:
    """Return a table of the report as it is drawn."""
    current = next(part.table for part in report.outline.parts if part.key == table)
    assert current is not None
    return current


def with_changed_table(
    report: SampleReport, change: Callable[[SampleTable], SampleTable], table: str = "requests"
) -> SampleReport:
    """Return the report with a change made to a table as it is drawn, leaving the truth alone."""
    changed_table = change(drawn_table(report, table))
    return with_alteration(report, lambda outline: outline.with_table(table, lambda _: changed_table))
