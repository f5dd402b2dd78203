from __future__ import annotations

from random import Random

import pytest

from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import CELL_STYLES, fill_cells
from samples.reports.figures import form_of, yearly_figures
from samples.reports.table_layout import SampleTable, sample_tables

FIGURES = yearly_figures(Agency(places()[5], systems()[0]), range(2019, 2025), Random(4))


def draw_tables(year: int, style: str) -> dict[str, SampleTable]:
    return sample_tables(form_of(year), fill_cells(style, FIGURES[year], Random(1)))


def covered_positions(table: SampleTable) -> list[tuple[int, int]]:
    return [
        (row + down, column + right)
        for row, column, cell in table.positioned_cells()
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    ]


@pytest.mark.parametrize("style", CELL_STYLES)
@pytest.mark.parametrize("year", [2020, 2023])
def test_table_cells_cover_each_position_once(year: int, style: str) -> None:
    for table in draw_tables(year, style).values():
        positions = [(row, column) for row in range(len(table.rows)) for column in range(table.width)]
        assert sorted(covered_positions(table)) == positions


@pytest.mark.parametrize(("year", "rows"), [(2020, 20), (2023, 22)])
def test_the_results_span_the_rows_that_the_form_prints(year: int, rows: int) -> None:
    cells = [cell for _, _, cell in draw_tables(year, "everything")["requests"].positioned_cells()]
    assert [cell.rowspan for cell in cells if cell.text == "三、本年度办理结果"] == [rows]


@pytest.mark.parametrize("row", range(1, 28))
def test_a_split_table_shows_each_value_once(row: int) -> None:
    table = draw_tables(2023, "everything")["requests"]
    parts = table.split_at(row)
    for part in parts:
        positions = [(number, column) for number in range(len(part.rows)) for column in range(part.width)]
        assert sorted(covered_positions(part)) == positions
    assert [cell.text for part in parts for _, _, cell in part.positioned_cells() if cell.text] == [
        cell.text for _, _, cell in table.positioned_cells() if cell.text
    ]
