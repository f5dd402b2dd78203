"""Indicators: exact where every input is a number, and null otherwise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from archive.analysis.indicators import compute_indicators, indicator_columns, indicators
from archive.forms import figure_keys
from archive.model import Figure, Finding, Report, Result, Severity, State
from tests.support.small_archive import report_from_fields


def report_with_figures(form: str = "2021", **changed: int | State | str) -> Report:
    """Return a report of zeros with some figures changed; "merged" is one printed inside another row."""
    places = {place: Figure(*place, State.REPORTED, "0", Decimal(0)) for place in figure_keys(form)}
    for name, value in changed.items():
        table, row, column = name.split("__")
        place = (table, row, column)
        if isinstance(value, State):
            places[place] = Figure(*place, value)
        elif isinstance(value, str):
            places[place] = Figure(*place, State.ABSENT, value)
        else:
            places[place] = Figure(*place, State.REPORTED, str(value), Decimal(value))
    return replace(
        report_from_fields({"agency": "甲局", "year": 2023}), form=form, figures=tuple(places.values())
    )


# Shanghai 2019: 859 + 18 = 805 + 72.
COUNTS: dict[str, int | State | str] = {
    "requests__new_requests__total": 859,
    "requests__new_requests__natural_person": 429,
    "requests__carried_over__total": 18,
    "requests__processed_total__total": 805,
    "requests__carried_forward__total": 72,
    "requests__granted__total": 270,
    "requests__partially_granted__total": 5,
    "requests__denied_state_secret__total": 20,
    "requests__denied_query_matter__total": 5,
    "requests__closed_other__total": 5,
    "challenges__review__total": 7,
    "challenges__review__corrected": 2,
    "challenges__review__pending": 2,
}


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "value"),
    [
        ("completion", 805, 877, "0.917902"),
        ("carried_forward", 72, 877, "0.082098"),
        ("disclosed", 275, 805, "0.341615"),
        ("resolvable", 275, 300, "0.916667"),
        ("resolvable_substantive", 275, 800, "0.343750"),
        ("denied", 25, 805, "0.031056"),
        ("reason_state_secret", 20, 25, "0.800000"),
        ("applicants_natural_person", 429, 859, "0.499418"),
        ("review_corrected", 2, 5, "0.400000"),
        ("closed", 5, 805, "0.006211"),
    ],
)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_rates_are_quotients_of_figures(
    form: str, key: str, numerator: int, denominator: int, value: str
) -> None:
    indicator = compute_indicators(report_with_figures(form, **COUNTS))[key]
    assert (indicator.numerator, indicator.denominator) == (numerator, denominator)
    assert indicator.value == Decimal(value)


def test_counts_are_sums_of_figures() -> None:
    values = compute_indicators(report_with_figures(**COUNTS))
    assert (values["applications"].value, values["open_cases"].value) == (859, 877)


@pytest.mark.parametrize("state", [State.BLANK, State.DASH, State.ABSENT, State.UNCERTAIN, State.UNREADABLE])
def test_an_input_without_a_number_gives_null(state: State) -> None:
    values = compute_indicators(report_with_figures(**{**COUNTS, "requests__denied_security__total": state}))
    assert (values["denied"].value, values["denied"].numerator, values["denied"].denominator) == (
        None,
        None,
        805,
    )
    assert values["resolvable"].value is None
    assert values["granted"].value is not None


def test_a_zero_denominator_gives_null() -> None:
    indicator = compute_indicators(report_with_figures())["completion"]
    assert (indicator.value, indicator.numerator, indicator.denominator) == (None, 0, 0)


def test_rows_printed_inside_another_are_not_added() -> None:
    merged: dict[str, int | State | str] = {
        "requests__closed_not_corrected__total": "merged",
        "requests__closed_fee_unpaid__total": "merged",
    }
    values = compute_indicators(report_with_figures(**{**COUNTS, **merged}))
    assert values["closed"].numerator == 5
    assert values["fee_unpaid"].value is None


def test_an_indicator_of_another_form_is_null() -> None:
    values = compute_indicators(report_with_figures("2019", **COUNTS))
    assert values["fee_amount"].value is None
    assert values["documents_net"].value is None


def test_completeness_consistency_and_the_fee_stated_in_the_prose() -> None:
    findings = (
        Finding("T3_ROW", Result.PASS, Severity.ERROR, delta=Decimal(0)),
        Finding("T3_SUM", Result.FAIL, Severity.ERROR, delta=Decimal(1)),
        Finding("T3_IDENT", Result.NA, Severity.ERROR),
        Finding("P_FEE", Result.PASS, Severity.NOTE, left=Decimal(400)),
    )
    report = replace(report_with_figures(disclosure__licences__decisions=State.ABSENT), findings=findings)
    values = compute_indicators(report)
    assert (values["completeness"].numerator, values["completeness"].denominator) == (199, 200)
    assert values["consistency"].value == Decimal("0.5")
    assert values["information_fee"].value == 400


def test_every_formula_uses_figures_of_a_form() -> None:
    known = {".".join(place) for form in ("2019", "2021") for place in figure_keys(form)}
    for indicator in indicators():
        for term in (*indicator.numerator, *indicator.denominator):
            plain = term.key_pattern.replace("*", "")
            if (
                term.key_pattern.split(".")[0] in ("disclosure", "requests", "challenges")
                and plain == term.key_pattern
            ):
                assert term.key_pattern in known, indicator.key
        assert indicator_columns(indicator.key)[0] == indicator.key
        assert indicator.zh
        assert indicator.en
