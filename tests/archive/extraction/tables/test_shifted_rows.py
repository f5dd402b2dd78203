"""Table 3 without the cells that merged cells covered is read by the order of its cells."""

from __future__ import annotations

from archive.extraction import mark_shifted_tables
from archive.forms import form
from archive.model import Cell, Grid, GridKind
from tests.archive.extraction.loose_tables.printed_text import (
    distinct_values,
    numbers,
    printed_tables,
    read_figures,
    report_blocks,
)

ALL_VALUES = distinct_values("2021")
VALUES = {key: value for key, value in ALL_VALUES.items() if key[0] == "requests"}
SENTENCE = "本表由系统导出。"
WIDTH = 10


def shifted_grid(changes: dict[tuple[int, int], str] | None = None) -> Grid:
    """Return the table with every row from the first column on, and empty cells at its end."""
    cells = []
    for number, row in enumerate(printed_tables("2021", ALL_VALUES)["requests"]):
        texts = [*row, *[""] * (WIDTH - len(row))]
        cells += [
            Cell((changes or {}).get((number, column), text), number, column)
            for column, text in enumerate(texts)
        ]
    return Grid(GridKind.SPANS, tuple(cells))


def test_shifted_rows_are_read_by_the_order_of_their_cells() -> None:
    assert mark_shifted_tables([shifted_grid()])[0] != shifted_grid()
    blocks = report_blocks({"requests": [SENTENCE]})
    place = [getattr(block, "text", "") for block in blocks].index(SENTENCE)
    blocks[place] = shifted_grid()
    assert numbers(read_figures(mark_shifted_tables(blocks))) == VALUES


def test_a_table_in_which_a_row_has_a_number_too_few_is_left_alone() -> None:
    last_column = len(printed_tables("2021", ALL_VALUES)["requests"][8]) - 1
    grid = shifted_grid({(8, last_column): ""})
    assert mark_shifted_tables([grid]) == [grid]


def test_a_table_with_its_merged_cells_is_left_alone() -> None:
    rows = form("2021").table("requests").rows
    cells = [Cell(row.term.zh, number, 0) for number, row in enumerate(rows)]
    cells += [Cell("1", number, column) for number in range(len(rows)) for column in range(1, 8)]
    grid = Grid(GridKind.SPANS, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
    assert mark_shifted_tables([grid]) == [grid]
