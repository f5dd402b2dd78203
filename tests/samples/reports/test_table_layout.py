from __future__ import annotations

from random import Random

import pytest

from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import HABITS, fill_in
from samples.reports.figures import form_of, yearly_figures
from samples.reports.table_layout import Sheet, sheets

FIGURES = yearly_figures(Agency(places()[5], systems()[0]), range(2019, 2025), Random(4))


def drawn(year: int, habit: str) -> dict[str, Sheet]:
    return sheets(form_of(year), fill_in(habit, FIGURES[year], Random(1)))


def covered(sheet: Sheet) -> list[tuple[int, int]]:
    return [
        (row + down, column + right)
        for row, column, box in sheet.places()
        for down in range(box.rowspan)
        for right in range(box.colspan)
    ]


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("year", [2020, 2023])
def test_boxes_cover_each_place_once(year: int, habit: str) -> None:
    for sheet in drawn(year, habit).values():
        whole = [(row, column) for row in range(len(sheet.lines)) for column in range(sheet.width)]
        assert sorted(covered(sheet)) == whole


@pytest.mark.parametrize(("year", "rows"), [(2020, 20), (2023, 22)])
def test_the_results_span_the_rows_that_the_form_prints(year: int, rows: int) -> None:
    boxes = [box for _, _, box in drawn(year, "everything")["requests"].places()]
    assert [box.rowspan for box in boxes if box.text == "三、本年度办理结果"] == [rows]


@pytest.mark.parametrize("row", range(1, 28))
def test_a_cut_sheet_shows_the_same_values_once(row: int) -> None:
    sheet = drawn(2023, "everything")["requests"]
    parts = sheet.cut(row)
    for part in parts:
        places = [(number, column) for number in range(len(part.lines)) for column in range(part.width)]
        assert sorted(covered(part)) == places
    assert [box.text for part in parts for _, _, box in part.places() if box.text] == [
        box.text for _, _, box in sheet.places() if box.text
    ]
