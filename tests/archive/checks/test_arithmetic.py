from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.checks import arithmetic_findings, catalog, equations
from archive.checks.arithmetic import Equation, evaluate_equation
from archive.forms import figure_keys, form
from archive.model import Figure, Finding, Result, State
from archive.model.report import MERGED_ROW

# Values that a blank may be filled with, up to more than any sum of the numbers generated below.
FILLINGS = range(0, 28)


def operand(value: int | State) -> Figure:
    if isinstance(value, State):
        return Figure("requests", "granted", "total", value)
    return Figure("requests", "granted", "total", State.REPORTED, str(value), Decimal(value))


def equation(left: list[int | State], right: list[int | State], total: bool = True) -> Equation:
    sides = (tuple(map(operand, left)), tuple(map(operand, right)))
    return Equation("T3_ROW", "requests", "granted", "", *sides, is_total=total)


def brute_force_result(left: list[int | State], right: list[int | State]) -> Result:
    """Apply the rule literally: try every filling of the blanks."""
    known = [value for value in left + right if isinstance(value, int)]
    opaque = {State.DASH, State.UNREADABLE, State.UNCERTAIN}
    if opaque.intersection(left + right) or not known:
        return Result.NA
    if sum(value for value in left if isinstance(value, int)) == sum(
        value for value in right if isinstance(value, int)
    ):
        return Result.PASS if len(known) == len(left + right) else Result.PASS_BLANK0
    blanks = len(left + right) - len(known)
    for filling in product(FILLINGS, repeat=blanks):
        values = iter(filling)
        sides = [
            [value if isinstance(value, int) else next(values) for value in side] for side in (left, right)
        ]
        if sum(sides[0]) == sum(sides[1]):
            return Result.NA
    return Result.FAIL


VALUES = st.one_of(
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from([State.BLANK, State.ABSENT, State.DASH, State.UNCERTAIN]),
)


@given(st.lists(VALUES, min_size=1, max_size=2), st.lists(VALUES, min_size=1, max_size=2))
def test_results_equal_those_of_trying_every_filling(
    left: list[int | State], right: list[int | State]
) -> None:
    assert evaluate_equation(equation(left, right)).result is brute_force_result(left, right)


@pytest.mark.parametrize(
    ("left", "right", "result", "detail"),
    [
        ([1, 2], [3], Result.PASS, ""),
        ([1, 2], [4], Result.FAIL, ""),
        ([3, State.BLANK], [3], Result.PASS_BLANK0, ""),
        ([3, State.ABSENT], [3], Result.PASS_BLANK0, ""),
        ([3, 1], [State.BLANK], Result.NA, "total_blank"),
        ([0, 0], [State.BLANK], Result.PASS_BLANK0, ""),
        ([3, State.BLANK], [5], Result.NA, "blank_unexplained"),
        ([5, State.BLANK], [3], Result.FAIL, ""),
        ([State.BLANK], [State.BLANK], Result.NA, ""),
        ([3, State.DASH], [9], Result.NA, ""),
        ([3, State.UNREADABLE], [3], Result.NA, ""),
    ],
)
def test_results_and_details_of_equations(
    left: list[int | State], right: list[int | State], result: Result, detail: str
) -> None:
    finding = evaluate_equation(equation(left, right))
    assert (finding.result, finding.detail) == (result, detail)


def test_a_finding_has_both_sides_and_their_difference() -> None:
    finding = evaluate_equation(equation([258, 12], [275]))
    assert (finding.left, finding.right, finding.delta) == (Decimal(270), Decimal(275), Decimal(-5))
    opaque = evaluate_equation(equation([258, State.DASH], [275]))
    assert (opaque.left, opaque.right, opaque.delta) == (None, None, None)


def check_figures(form_id: str, **changed: str | State) -> dict[str, list[Finding]]:
    places: dict[tuple[str, str, str], Figure] = {}
    for table, row, column in figure_keys(form_id):
        places[table, row, column] = Figure(table, row, column, State.REPORTED, "0", Decimal(0))
    for place, value in changed.items():
        table, row, column = place.split("__")
        for name in [column] if column != "all" else [c for t, r, c in places if (t, r) == (table, row)]:
            places[table, row, name] = (
                Figure(table, row, name, State.ABSENT, value)
                if value == MERGED_ROW
                else Figure(table, row, name, State.REPORTED, str(value), Decimal(str(value)))
            )
    findings_by_id: dict[str, list[Finding]] = {}
    for finding in arithmetic_findings(equations(form(form_id), places)):
        findings_by_id.setdefault(finding.id, []).append(finding)
    return findings_by_id


def failing_ids(findings_by_id: dict[str, list[Finding]]) -> set[str]:
    return {
        f"{finding.id} {finding.row} {finding.column}".strip()
        for findings in findings_by_id.values()
        for finding in findings
        if finding.result is Result.FAIL
    }


@pytest.mark.parametrize(("form_id", "rows"), [("2021", 25), ("2019", 23)])
def test_number_of_sums_in_a_form(form_id: str, rows: int) -> None:
    counts = {check: len(findings) for check, findings in check_figures(form_id).items()}
    assert counts == {"T3_ROW": rows, "T3_SUM": 7, "T3_IDENT": 7, "T4_SUM": 3}


def test_a_wrong_cell_fails_the_sums_of_its_row_and_column_only() -> None:
    assert failing_ids(check_figures("2021", requests__granted__natural_person="2")) == {
        "T3_ROW granted",
        "T3_SUM processed_total natural_person",
    }


def test_the_identity_of_incoming_and_outgoing_requests() -> None:
    findings_by_id = check_figures(
        "2021", requests__carried_over__business="1", requests__carried_over__total="1"
    )
    assert failing_ids(findings_by_id) == {"T3_IDENT identity business", "T3_IDENT identity total"}


def test_sums_of_table_4() -> None:
    assert failing_ids(check_figures("2021", challenges__direct_suit__pending="1")) == {"T4_SUM direct_suit"}


def test_rows_printed_inside_another_are_not_added() -> None:
    findings_by_id = check_figures(
        "2021", requests__closed_not_corrected__all=MERGED_ROW, requests__closed_fee_unpaid__all=MERGED_ROW
    )  # fmt: skip
    assert len(findings_by_id["T3_ROW"]) == 23
    assert {finding.result for findings in findings_by_id.values() for finding in findings} == {Result.PASS}


def test_every_arithmetic_check_is_in_the_catalogue() -> None:
    assert set(check_figures("2021")) <= set(catalog())
