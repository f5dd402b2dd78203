"""Findings that name the source as the cause although the document prints nothing wrong there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from archive.model import Attribution, Finding, Report, Result, Severity
from bench.foreign.model import UNREADABLE
from samples.reports import Cells, PrintedCell, failing_sums

_FAULTS_FILE = Path(__file__).with_name("printed_faults.toml")
Answers = Mapping[str, Mapping[str, Any]]


def find_source_errors(report: Report, shape: str, answers: Answers) -> list[str]:
    """Return the findings that blame the source for what is an error of the reader, as text.

    The source is rightly blamed for a sum that does not hold among the printed numbers, for a cell in which a
    person finds no number either, and for the faults of printed_faults.toml.
    """
    broken = set(failing_sums(report.form, _printed_cells(answers)))
    return [
        f"{finding.id} {_place(finding)} {finding.detail}".strip()
        for finding in report.findings
        if finding.result is Result.FAIL
        and finding.attribution is Attribution.SOURCE
        and not _is_printed(finding, shape, answers, broken)
    ]


def _is_printed(finding: Finding, shape: str, answers: Answers, broken: set[str]) -> bool:
    if finding.severity is Severity.ERROR:
        return _place(finding) in broken
    if any(fnmatch(finding.id, check) and fnmatch(shape, name) for check, name in _printed_faults()):
        return True
    return any(UNREADABLE in answers[key]["acceptable_states"] for key in finding.cells if key in answers)


def _place(finding: Finding) -> str:
    return ".".join(part for part in (finding.table, finding.row, finding.column) if part)


def _printed_cells(answers: Answers) -> Cells:
    """Return what the answers say as cells, for the sums."""
    cells: Cells = {}
    for key, answer in answers.items():
        table, row, column = key.split(".")
        number = answer["number"] or answer["doubtful_number"]
        state = answer["state"] if number is None else "reported"
        cells[table, row, column] = PrintedCell("", state, None if number is None else Decimal(number))
    return cells


@cache
def _printed_faults() -> tuple[tuple[str, str], ...]:
    entries = tomllib.loads(_FAULTS_FILE.read_text("utf-8"))["fault"]
    return tuple((entry["check"], entry["shape"]) for entry in entries)
