"""Reports for the years before 2019, one folder each: the document, and what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.exports.report_json import report_to_json
from archive.model import Document, Result
from archive.parse import parse_document

CASES = sorted(path for path in Path(__file__).with_name("cases").iterdir())


def read_case(case: Path) -> dict[str, object]:
    """Return what is read from the case's document, except for the fields that other tests check."""
    [page] = case.glob("input.*")
    report = parse_document(Document(page.read_bytes(), page.name))
    fields = report_to_json(report)
    names = ("agency", "year", "form", "signed", "sections", "leftovers")
    return {
        **{key: fields[key] for key in names},
        "cells": [
            [
                " > ".join((*cell.path, cell.label)),
                cell.unit,
                cell.column,
                cell.state.value,
                cell.raw,
                "" if cell.number is None else str(cell.number),
            ]
            for cell in report.legacy_cells
        ],
        "failed": [
            [finding.id, finding.detail] for finding in report.findings if finding.result is Result.FAIL
        ],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_read_as_expected(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert read_case(case) == expected
