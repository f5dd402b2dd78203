from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.forms import figure_keys as expected_figures
from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import CELL_STYLES, Cells, PrintedCell, fill_cells
from samples.reports.figures import APPLICANTS, Figures, form_of, yearly_figures

YEARS = range(2019, 2025)
IDENTITY_ROWS = {"new_requests", "carried_over", "processed_total", "carried_forward"}

agencies = st.builds(Agency, st.sampled_from(places()[:200]), st.sampled_from(systems()))
seeds = st.integers(0, 10**9)


def agency_figures(agency: Agency, seed: int) -> dict[int, Figures]:
    return yearly_figures(agency, YEARS, Random(seed))


def result_rows(figures: Iterable[tuple[str, str, str]]) -> set[str]:
    return {row for table, row, _ in figures if table == "requests"} - IDENTITY_ROWS


@given(agencies, seeds)
@settings(max_examples=40, deadline=None)
def test_every_printed_sum_holds(agency: Agency, seed: int) -> None:
    for figures in agency_figures(agency, seed).values():
        for table, row, column in figures:
            if column == "total":
                parts = [figures[key] for key in figures if key[:2] == (table, row) and key[2] != "total"]
                assert figures[table, row, "total"] == sum(parts), (table, row)
        for column in (*APPLICANTS, "total"):
            value = {row: figures["requests", row, column] for row in result_rows(figures) | IDENTITY_ROWS}
            assert sum(value[row] for row in result_rows(figures)) == value["processed_total"]
            assert value["new_requests"] + value["carried_over"] == (
                value["processed_total"] + value["carried_forward"]
            )


@given(agencies, seeds)
@settings(max_examples=40, deadline=None)
def test_figures_carried_forward_are_carried_over_next_year(agency: Agency, seed: int) -> None:
    years = agency_figures(agency, seed)
    for year in YEARS[:-1]:
        for column in (*APPLICANTS, "total"):
            forwarded = years[year]["requests", "carried_forward", column]
            assert years[year + 1]["requests", "carried_over", column] == forwarded
    for year in range(2021, YEARS.stop - 1):
        row = ("disclosure", "normative_documents")
        valid, issued, repealed = (years[year + 1][*row, key] for key in ("in_force", "issued", "repealed"))
        assert valid == years[year][*row, "in_force"] + issued - repealed


@given(agencies, seeds)
@settings(max_examples=20, deadline=None)
def test_a_form_is_complete_and_no_count_is_negative(agency: Agency, seed: int) -> None:
    for year, figures in agency_figures(agency, seed).items():
        assert set(figures) == set(expected_figures(form_of(year)))
        assert all(number >= 0 for key, number in figures.items() if key[2] != "change")


@pytest.mark.parametrize(("year", "cells"), [(2020, 198), (2021, 200)])
def test_the_number_of_cells_of_each_form(year: int, cells: int) -> None:
    figures = agency_figures(Agency(places()[0], systems()[0]), 1)[year]
    assert len(fill_cells("everything", figures, Random(1))) == cells


def can_hold(parts: list[PrintedCell], totals: list[PrintedCell]) -> bool:
    """Whether an identity holds when its blanks are filled with numbers that are not negative."""
    operands = [*parts, *totals]
    if any(cell.state == "dash" for cell in operands):
        return True
    left, right = (sum((cell.number or Decimal(0) for cell in side), Decimal(0)) for side in (parts, totals))
    blank_left, blank_right = (any(cell.number is None for cell in side) for side in (parts, totals))
    return left == right or (left < right and blank_left) or (left > right and blank_right)


def identities(cells: Cells) -> Iterable[tuple[list[PrintedCell], list[PrintedCell]]]:
    numbered = {key: cell for key, cell in cells.items() if cell.state != "absent"}
    for table, row, column in numbered:
        if column == "total":
            parts = [numbered[key] for key in numbered if key[:2] == (table, row) and key[2] != "total"]
            yield parts, [numbered[table, row, "total"]]
    for column in (*APPLICANTS, "total"):
        rows = {key[1]: cell for key, cell in numbered.items() if key[0] == "requests" and key[2] == column}
        yield [rows[row] for row in rows if row not in IDENTITY_ROWS], [rows["processed_total"]]
        yield [rows["new_requests"], rows["carried_over"]], [rows["processed_total"], rows["carried_forward"]]


@pytest.mark.parametrize("style", CELL_STYLES)
@given(agency=agencies, seed=seeds)
@settings(max_examples=15, deadline=None)
def test_no_cell_style_breaks_an_identity(style: str, agency: Agency, seed: int) -> None:
    for figures in agency_figures(agency, seed).values():
        cells = fill_cells(style, figures, Random(seed))
        assert all(can_hold(parts, totals) for parts, totals in identities(cells))


def test_cell_styles_give_their_cell_states() -> None:
    figures = agency_figures(Agency(places()[5], systems()[0]), 3)
    states = {
        style: {cell.state for year in YEARS for cell in fill_cells(style, figures[year], Random(1)).values()}
        for style in CELL_STYLES
    }
    assert states["everything"] == {"reported"}
    assert states["sparse"] == states["no_row_totals"] == {"reported", "blank"}
    assert states["dashes"] == {"reported", "dash"}
    assert states["merged_row"] == {"reported", "absent"}
    assert len(fill_cells("dropped_rows", figures[2019], Random(1))) == 198 - 6
    amount = fill_cells("units", figures[2019], Random(1))["disclosure", "procurement", "purchase_amount"]
    assert amount.unit in ("元", "万元")
    assert amount.raw == amount.text
