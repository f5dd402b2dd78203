from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec import structs

from archive.checks import arithmetic_findings, with_attribution
from archive.checks.arithmetic import equations
from archive.extraction.tables.align import align_tables
from archive.forms import figure_keys, form
from archive.model import (
    OBJECT_CHARACTER,
    Attribution,
    Figure,
    Finding,
    GridKind,
    Hint,
    Position,
    Result,
    Severity,
    State,
)
from tests.support.drawn_tables import draw_tables

FORM = form("2021")


def failing_sums(*doubts: Finding, **changed: str) -> dict[str, Finding]:
    """Return the failing sums of a report of zeros with some cells changed."""
    values = dict.fromkeys(figure_keys("2021"), "0")
    for name, text in changed.items():
        table, row, column = name.split("__")
        values[table, row, column] = text
    aligned = align_tables(draw_tables(FORM, values, GridKind.SPANS), FORM)
    figures = {figure.place: figure for figure in aligned.figures}
    all_findings = [*doubts, *arithmetic_findings(equations(FORM, figures))]
    return {
        f"{equation.id} {equation.row} {equation.column}".strip(): equation
        for equation in with_attribution(all_findings, figures, equations(FORM, figures))
        if equation.result is Result.FAIL
    }


# Shanghai 2019: a row has 258 + 12, but a different printed total.
SHANGHAI = {
    "requests__new_requests__natural_person": "270",
    "requests__new_requests__total": "270",
    "requests__granted__natural_person": "258",
    "requests__granted__business": "12",
    "requests__processed_total__natural_person": "258",
    "requests__processed_total__business": "12",
    "requests__processed_total__total": "270",
}


def test_the_hint_is_the_cell_that_corrects_row_and_column() -> None:
    failing = failing_sums(**{**SHANGHAI, "requests__granted__total": "275"})
    hint = (Hint("requests.granted.total", Decimal(275), Decimal(270)),)
    assert failing["T3_ROW granted"].hints == hint
    assert failing["T3_SUM processed_total total"].hints == hint


def test_the_hint_that_changes_fewest_digits_comes_first() -> None:
    failing = failing_sums(challenges__review__upheld="376", challenges__review__total="379")
    assert [hint.figure for hint in failing["T4_SUM review"].hints] == [
        "challenges.review.total",
        "challenges.review.upheld",
    ]


def test_there_is_no_hint_when_no_single_cell_corrects_all_sums() -> None:
    failing = failing_sums(
        requests__granted__natural_person="4",
        requests__granted__total="6",
        requests__processed_total__natural_person="9",
    )
    assert failing["T3_ROW granted"].hints == ()


def test_a_hint_does_not_change_the_figure() -> None:
    failing = failing_sums(**{**SHANGHAI, "requests__granted__total": "275"})
    assert failing["T3_ROW granted"].right == Decimal(275)


def test_a_wrong_sum_read_without_doubt_is_attributed_to_the_source() -> None:
    failing = failing_sums(challenges__review__upheld="1")
    assert failing["T4_SUM review"].attribution is Attribution.SOURCE


def doubtful_finding(check: str, table: str = "", row: str = "") -> Finding:
    return Finding(check, Result.FAIL, Severity.WARNING, table, row)


@pytest.mark.parametrize(
    ("cause", "verdict"),
    [
        (doubtful_finding("F_LABEL_MUTILATED", "requests", "granted"), Attribution.PARSER),
        (doubtful_finding("F_UNCERTAIN", "requests", "granted"), Attribution.PARSER),
        (doubtful_finding("F_UNCERTAIN", "requests", "denied_security"), Attribution.UNDECIDED),
        (doubtful_finding("F_UNCERTAIN", "disclosure", "rules"), Attribution.SOURCE),
        (doubtful_finding("R_ENCODING_LOSSY"), Attribution.PARSER),
        (doubtful_finding("R_PROSE_DROPPED"), Attribution.SOURCE),
    ],
)
def test_doubtful_reading_changes_the_attribution(cause: Finding, verdict: Attribution) -> None:
    assert failing_sums(cause, requests__granted__natural_person="1")["T3_ROW granted"].attribution is verdict


def test_failures_have_an_attribution_and_passes_have_none() -> None:
    passing = structs.replace(doubtful_finding("F_TABLES"), result=Result.PASS)
    checks = [
        doubtful_finding("F_EXTRA_ROWS"),
        doubtful_finding("R_DIALECT_NONE"),
        doubtful_finding("P_NEW"),
        passing,
    ]
    assert [check.attribution for check in with_attribution(checks, {}, [])] == [
        Attribution.UNDECIDED,
        Attribution.PARSER,
        Attribution.UNDECIDED,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("见附件", Attribution.SOURCE),
        ("12^2^", Attribution.UNDECIDED),
        ("约十二", Attribution.UNDECIDED),
        (OBJECT_CHARACTER, Attribution.UNDECIDED),
        ("{{count}}", Attribution.UNDECIDED),
        ("◯", Attribution.UNDECIDED),
    ],
)
def test_an_unreadable_cell_is_the_sources_only_if_it_prints_no_numeral(
    text: str, verdict: Attribution
) -> None:
    figure = Figure("requests", "granted", "total", State.UNREADABLE, raw=text, position=Position(0, 5, 9))
    finding = doubtful_finding("F_UNREADABLE", "requests", "granted")
    finding = structs.replace(finding, detail=text, cells=(figure.key,))
    (attributed,) = with_attribution([finding], {("requests", "granted", "total"): figure}, [])
    assert attributed.attribution is verdict
