"""Differences between the files of one report: figures, sections, and a file of another report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from archive.checks.comparison.files import FileReport, file_findings
from archive.model import Attribution, Finding, Report, Result, Severity, State
from tests.support.small_archive import report_from_fields

TOTAL = "requests.granted.total"


def report(**fields: object) -> Report:
    return report_from_fields({"agency": "临川县教育局", "year": 2023, **fields})


def compare(chosen: Report, *others: Report) -> tuple[Finding, ...]:
    named = [FileReport(other, f"附件 {number}") for number, other in enumerate(others, 1)]
    return file_findings(FileReport(chosen, "网页正文"), named)


def with_state(report: Report, key: str, state: State) -> Report:
    return replace(
        report,
        figures=tuple(
            structs.replace(figure, state=state, number=None) if figure.key == key else figure
            for figure in report.figures
        ),
    )


def test_without_another_file_nothing_is_compared() -> None:
    assert compare(report()) == ()


def test_equal_files_pass_and_a_blank_equals_zero() -> None:
    zero, blank = report(cells={TOTAL: 0}), report(cells={TOTAL: ""})
    assert [finding.result for finding in compare(zero, blank, zero)] == [Result.PASS]


def test_a_different_figure_is_the_fault_of_the_source_if_both_readings_are_certain() -> None:
    [finding] = compare(report(), report(cells={TOTAL: 2}))
    assert (finding.id, finding.result, finding.cells) == ("F_FILES_DIFFER", Result.FAIL, (TOTAL,))
    assert "网页正文 作 1，附件 1 作 2" in finding.detail
    assert finding.attribution is Attribution.SOURCE


def test_a_different_figure_is_undecided_if_a_reading_is_in_doubt() -> None:
    doubt = Finding("F_X", Result.FAIL, Severity.WARNING, "requests", attribution=Attribution.PARSER)
    [finding] = compare(report(), replace(report(cells={TOTAL: 2}), findings=(doubt,)))
    assert finding.attribution is Attribution.UNDECIDED


@pytest.mark.parametrize("state", [State.ABSENT, State.UNCERTAIN, State.UNREADABLE])
def test_a_figure_that_one_file_does_not_have_is_no_difference(state: State) -> None:
    assert [finding.result for finding in compare(report(), with_state(report(), TOTAL, state))] == [
        Result.PASS
    ]


def test_a_blank_is_named_where_the_other_file_has_a_number() -> None:
    [finding] = compare(report(), report(cells={TOTAL: ""}))
    assert "附件 1 作 空白" in finding.detail


def test_a_section_that_only_one_file_has_is_named() -> None:
    longer = report()
    longer = replace(longer, sections={**longer.sections, "problems": "存在的问题"})
    for chosen, other in ((longer, report()), (report(), longer)):
        [finding] = compare(chosen, other)
        assert finding.detail.count("有这一部分") == 1


def test_the_file_of_another_agency_or_year_is_named_and_not_compared() -> None:
    [finding] = compare(report(), report(agency="临川县水利局", year=2022, cells={TOTAL: 5}))
    assert finding.detail == "附件 1 是临川县水利局2022年度的报告"
