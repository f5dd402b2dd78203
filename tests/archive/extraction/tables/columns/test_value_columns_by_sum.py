"""Markdown tables with a blank 总计: the first value column is found from the sums, or left uncertain."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from archive.extraction.tables.align import align_tables
from archive.forms import form
from archive.model import GridKind, State
from tests.archive.extraction.tables.test_align import zero_values
from tests.support.drawn_tables import draw_tables

FORM = form("2021")
COLUMNS = tuple(column.key for column in FORM.table("requests").rows[0].columns)
# Rows under 三、, whose labels are in the second column, and rows with labels in the first.
SECOND = ("granted", "partially_granted", "processed_total")
FIRST = ("new_requests", "carried_over", "carried_forward")


def request_values(rows: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """Return the values of a blank table 3 with only `rows` filled, each with seven numbers or `_`."""
    values = {place: "" if place[0] == "requests" else text for place, text in zero_values("2021").items()}
    for row, printed in rows.items():
        for column, text in zip(COLUMNS, printed.split(), strict=True):
            values["requests", row, column] = text.strip("_")
    return values


def read_rows(rows: Mapping[str, str]) -> dict[str, str]:
    """Return the rows given, as they are read; `?` for one whose columns are uncertain."""
    figures = align_tables(
        draw_tables(FORM, request_values(rows), GridKind.FLAT, is_header_aligned=False), FORM
    ).figures
    read: dict[str, list[str]] = {}
    for figure in figures:
        if figure.table == "requests" and figure.row in rows:
            read.setdefault(figure.row, []).append(
                "?" if figure.state is State.UNCERTAIN else figure.raw or "_"
            )
    return {row: "?" if set(cells) == {"?"} else " ".join(cells) for row, cells in read.items()}


# Rows of a real city report in the form of 2019: none has a total.
WITHOUT_TOTALS = {
    "new_requests": "270 17 _ _ 1 1 _",
    "carried_over": "5 _ _ _ _ _ _",
    "granted": "258 12 _ _ 1 1 _",
    "denied_security": "10 2 _ _ _ _ _",
    "processed_total": "268 14 _ _ 1 1 _",
    "carried_forward": "7 3 _ _ _ _ _",
}


def test_rows_without_totals_are_read_if_the_columns_add_up() -> None:
    assert read_rows(WITHOUT_TOTALS) == WITHOUT_TOTALS


def test_rows_are_uncertain_if_the_columns_do_not_add_up() -> None:
    rows = {**WITHOUT_TOTALS, "processed_total": "269 14 1 1 1 1 _"}
    rows_read = read_rows(rows)
    assert {rows_read[row] for row in ("granted", "processed_total", *FIRST) if row in rows} == {"?"}
    assert rows_read["denied_security"] == rows["denied_security"]


def test_rows_are_uncertain_if_the_columns_add_up_in_any_position() -> None:
    """All rows are without totals: shifted together, they add up as well."""
    rows = {"granted": "258 12 _ _ 1 1 _", "processed_total": "258 12 _ _ 1 1 _"}
    assert read_rows(rows) == dict.fromkeys(rows, "?")


@pytest.mark.parametrize("total", ["8", "_"])
def test_a_total_that_results_only_from_a_shift_is_not_used(total: str) -> None:
    """With 8 natural persons and 8 others, shifted one column, the last number would equal the total."""
    rows = {"granted": f"8 _ _ _ _ 8 {total}", "processed_total": f"8 _ _ _ _ 8 {total}"}
    rows_read = read_rows(rows)
    assert rows_read == (dict.fromkeys(rows, "?") if total == "_" else rows)


def test_a_row_with_a_total_locates_similar_rows_whatever_the_sums() -> None:
    rows = {"granted": "1 _ _ _ _ 1 9", "partially_granted": "3 _ _ _ _ 2 _"}
    assert read_rows(rows) == rows
