from __future__ import annotations

from decimal import Decimal

import pytest

from archive.checks.comparison.similarity import comparable_sections, similar_sections
from archive.checks.comparison.years import YearFigures, year_findings
from archive.model import Figure, Finding, Result, State

CARRIED_FORWARD, CARRIED_OVER = "requests.carried_forward.total", "requests.carried_over.total"
DOCUMENTS = "disclosure.normative_documents"


def year_figures(year: int, form: str = "2021", name: str = "甲局", **figures: int | State) -> YearFigures:
    figures_by_key = {}
    for place, value in figures.items():
        table, row, column = place.split("__")
        figure = (
            Figure(table, row, column, value)
            if isinstance(value, State)
            else Figure(table, row, column, State.REPORTED, str(value), Decimal(value))
        )
        figures_by_key[figure.key] = figure
    return YearFigures(year, form, name, figures_by_key)


def compare_reports(previous: YearFigures, current: YearFigures) -> dict[tuple[str, str], Finding]:
    return {
        (finding.id, f"{finding.table}.{finding.row}.{finding.column}"): finding
        for finding in year_findings(previous, current)
    }


@pytest.mark.parametrize(
    ("forward", "over", "result"),
    [
        (3, 3, Result.PASS),
        (3, 2, Result.FAIL),
        (State.BLANK, 0, Result.PASS_BLANK0),
        (State.BLANK, 2, Result.NA),
        (State.DASH, 0, Result.NA),
        (State.UNCERTAIN, 3, Result.NA),
        (State.BLANK, State.BLANK, Result.NA),
    ],
)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_requests_carried_forward_equal_those_carried_over(
    form: str, forward: int | State, over: int | State, result: Result
) -> None:
    findings = compare_reports(
        year_figures(2020, "2019", requests__carried_forward__total=forward),
        year_figures(2021, form, requests__carried_over__total=over),
    )
    assert findings["Y_CARRY", CARRIED_OVER].result is result
    assert len([check for check, _ in findings if check == "Y_CARRY"]) == 7


def test_documents_in_force_are_those_of_last_year_plus_issued_minus_repealed() -> None:
    before = year_figures(2021, disclosure__normative_documents__in_force=10)
    parts = {"issued": 3, "repealed": 2}
    for in_force, result in ((11, Result.PASS), (12, Result.FAIL)):
        row = {"in_force": in_force, **parts}
        now = year_figures(
            2022, **{f"disclosure__normative_documents__{key}": value for key, value in row.items()}
        )
        finding = compare_reports(before, now)["Y_NORM", f"{DOCUMENTS}.in_force"]
        assert (finding.result, finding.left, finding.right) == (result, in_force, 11)


def test_only_rows_of_both_forms_are_compared() -> None:
    checks = {check for check, _ in compare_reports(year_figures(2020, "2019"), year_figures(2021))}
    assert checks == {"Y_CARRY"}
    assert "Y_ITEMS" in {
        check for check, _ in compare_reports(year_figures(2019, "2019"), year_figures(2020, "2019"))
    }


def test_a_renamed_agency_is_not_compared_with_its_predecessor() -> None:
    before = year_figures(2021, name="甲国土资源局", requests__carried_forward__total=3)
    finding = compare_reports(
        before, year_figures(2022, name="甲自然资源局", requests__carried_over__total=0)
    )["Y_CARRY", CARRIED_OVER]
    assert (finding.result, finding.detail) == (Result.NA, "succession")


@pytest.mark.parametrize(
    ("before", "now", "result"),
    [(10, 61, Result.FAIL), (61, 10, Result.FAIL), (10, 50, Result.PASS), (100, 160, Result.PASS),
     (0, 51, Result.FAIL), (0, 50, Result.PASS)],
)  # fmt: skip
def test_a_large_change_in_applications_is_found(before: int, now: int, result: Result) -> None:
    findings = compare_reports(
        year_figures(2021, requests__new_requests__total=before),
        year_figures(2022, requests__new_requests__total=now),
    )
    assert findings["Y_JUMP", "requests.new_requests.total"].result is result


SENTENCES = "".join(
    f"第{chr(0x4E00 + n)}项工作由{chr(0x5E00 + n * 7)}科室负责，全年完成{n}件。" for n in range(20)
)


@pytest.mark.parametrize(
    ("before", "now", "copied"),
    [
        (SENTENCES, SENTENCES, True),
        (SENTENCES, SENTENCES.replace("1", "7"), True),
        (SENTENCES, "".join(reversed(SENTENCES)), False),
        (SENTENCES, SENTENCES[:150], False),
        ("无。", "无。", False),
    ],
)
def test_sections_copied_from_last_year_are_found(before: str, now: str, copied: bool) -> None:
    findings = list(
        similar_sections(
            *(comparable_sections({"overview": text}, "") for text in (before, now)), "上一年度（2021）"
        )
    )
    assert bool(findings) is copied
