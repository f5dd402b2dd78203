from __future__ import annotations

from random import Random

import pytest

from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import CELL_STYLES, fill_cells
from samples.reports.figures import form_of, yearly_figures
from samples.reports.table_layout import SampleTable, sample_tables

FIGURES = yearly_figures(Agency(places()[5], systems()[0]), range(2019, 2025), Random(4))


def draw_tables(year: int, habit: str) -> dict[str, SampleTable]:
    return sample_tables(form_of(year), fill_cells(habit, FIGURES[year], Random(1)))


def covered_positions(sheet: SampleTable) -> list[tuple[int, int]]:
    return [
        (row + down, column + right)
        for row, column, box in sheet.positioned_cells()
        for down in range(box.rowspan)
        for right in range(box.colspan)
    ]


@pytest.mark.parametrize("habit", CELL_STYLES)
@pytest.mark.parametrize("year", [2020, 2023])
def test_table_cells_cover_each_position_once(year: int, habit: str) -> None:
    for sheet in draw_tables(year, habit).values():
        whole = [(row, column) for row in range(len(sheet.rows)) for column in range(sheet.width)]
        assert sorted(covered_positions(sheet)) == whole


@pytest.mark.parametrize(("year", "rows"), [(2020, 20), (2023, 22)])
def test_the_results_span_the_rows_that_the_form_prints(year: int, rows: int) -> None:
    boxes = [box for _, _, box in draw_tables(year, "everything")["requests"].positioned_cells()]
    assert [box.rowspan for box in boxes if box.text == "三、本年度办理结果"] == [rows]


@pytest.mark.parametrize("row", range(1, 28))
def test_a_split_table_shows_each_value_once(row: int) -> None:
    sheet = draw_tables(2023, "everything")["requests"]
    parts = sheet.split_at(row)
    for part in parts:
        places = [(number, column) for number in range(len(part.rows)) for column in range(part.width)]
        assert sorted(covered_positions(part)) == places
    assert [box.text for part in parts for _, _, box in part.positioned_cells() if box.text] == [
        box.text for _, _, box in sheet.positioned_cells() if box.text
    ]
