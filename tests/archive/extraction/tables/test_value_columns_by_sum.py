"""Markdown tables in which 总计 is blank: where the values start is told by what adds up, or not at all."""

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
# Rows under 三、, whose labels stand in the second column, and rows with labels in the first.
SECOND = ("granted", "partially_granted", "processed_total")
FIRST = ("new_requests", "carried_over", "carried_forward")


def request_values(rows: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    """A table 3 of blanks but for `rows`, each as seven numbers or `_`."""
    values = {place: "" if place[0] == "requests" else text for place, text in zero_values("2021").items()}
    for row, printed in rows.items():
        for column, text in zip(COLUMNS, printed.split(), strict=True):
            values["requests", row, column] = text.strip("_")
    return values


def read_rows(rows: Mapping[str, str]) -> dict[str, str]:
    """The rows that were asked for, as read; `?` where their place is uncertain."""
    found = align_tables(draw_tables(FORM, request_values(rows), GridKind.FLAT), FORM).figures
    read: dict[str, list[str]] = {}
    for cells_item in found:
        if cells_item.table == "requests" and cells_item.row in rows:
            read.setdefault(cells_item.row, []).append(
                "?" if cells_item.state is State.UNCERTAIN else cells_item.raw or "_"
            )
    return {row: "?" if set(cells) == {"?"} else " ".join(cells) for row, cells in read.items()}


# As the city of the first reports under the form of 2019 printed them: no total on any row.
WITHOUT_TOTALS = {
    "new_requests": "270 17 _ _ 1 1 _",
    "carried_over": "5 _ _ _ _ _ _",
    "granted": "258 12 _ _ 1 1 _",
    "denied_security": "10 2 _ _ _ _ _",
    "processed_total": "268 14 _ _ 1 1 _",
    "carried_forward": "7 3 _ _ _ _ _",
}


def test_columns_that_add_up_settle_rows_without_totals() -> None:
    assert read_rows(WITHOUT_TOTALS) == WITHOUT_TOTALS


def test_where_the_columns_do_not_add_up_nothing_is_settled() -> None:
    rows = {**WITHOUT_TOTALS, "processed_total": "269 14 1 1 1 1 _"}
    found = read_rows(rows)
    assert {found[row] for row in ("granted", "processed_total", *FIRST) if row in rows} == {"?"}
    assert found["denied_security"] == rows["denied_security"]


def test_columns_that_would_add_up_anywhere_prove_nothing() -> None:
    """Every row that could tell is open itself: shifted together, they add up as well."""
    rows = {"granted": "258 12 _ _ 1 1 _", "processed_total": "258 12 _ _ 1 1 _"}
    assert read_rows(rows) == dict.fromkeys(rows, "?")


@pytest.mark.parametrize("total", ["8", "_"])
def test_a_total_that_only_a_shift_makes_is_not_believed(total: str) -> None:
    """8 natural persons, 8 others: one place to the right the last would be the total of the first."""
    rows = {"granted": f"8 _ _ _ _ 8 {total}", "processed_total": f"8 _ _ _ _ 8 {total}"}
    found = read_rows(rows)
    assert found == (dict.fromkeys(rows, "?") if total == "_" else rows)


def test_a_row_with_all_numbers_settles_its_like_whatever_the_sums_say() -> None:
    rows = {"granted": "1 _ _ _ _ 1 9", "partially_granted": "3 _ _ _ _ 2 _"}
    assert read_rows(rows) == rows
