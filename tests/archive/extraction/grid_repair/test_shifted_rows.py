"""Table 3 without the cells that merged cells covered is read by the order of its cells."""

from __future__ import annotations

from archive.extraction import mark_shifted_tables
from archive.forms import form
from archive.model import Cell, Grid, GridKind
from tests.archive.extraction.loose_tables.printed_text import (
    HEADER,
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


def rows_without_covered_cells(*, is_filled_up: bool = False) -> list[list[tuple[str, int]]]:
    """Return the rows as texts and widths: labels are as wide as in the form, covered cells are left out."""
    rows: list[list[tuple[str, int]]] = [
        [("申请人情况", 3), ("自然人", 1), ("法人或其他组织", 5), ("总计", 1)],
        [(text, 1) for text in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    printed: set[str] = set()
    for row in form("2021").table("requests").rows:
        labels = [group.zh for group in row.groups if group.zh not in printed]
        covered = len(row.groups) - len(labels)
        printed.update(labels)
        values = [VALUES["requests", row.key, column.key] for column in row.columns]
        cells = [(label, 1) for label in labels]
        cells += [(row.term.zh, 3 - covered - len(labels)), *((value, 1) for value in values)]
        rows.append([*cells, ("", covered)] if is_filled_up and covered else cells)
    return rows


def flat_grid(rows: list[list[tuple[str, int]]]) -> Grid:
    """Return the rows as Markdown has them: an empty cell for each further column of a wide cell."""
    cells = []
    for number, row in enumerate(rows):
        texts = [text for label, width in row for text in (label, *[""] * (width - 1))]
        cells += [Cell(text, number, column) for column, text in enumerate(texts)]
    return Grid(GridKind.FLAT, tuple(cells))


def spanned_grid(rows: list[list[tuple[str, int]]]) -> Grid:
    cells = []
    for number, row in enumerate(rows):
        column = 0
        for text, width in row:
            cells.append(Cell(text, number, column, colspan=width))
            column += width
    return Grid(GridKind.SPANS, tuple(cells))


def read_numbers(grid: Grid) -> dict[tuple[str, str, str], str]:
    blocks = report_blocks({"requests": [SENTENCE]})
    place = [getattr(block, "text", "") for block in blocks].index(SENTENCE)
    blocks[place] = grid
    return numbers(read_figures(mark_shifted_tables(blocks)))


def test_rows_of_markdown_without_covered_cells_are_moved_to_their_columns() -> None:
    assert read_numbers(flat_grid(rows_without_covered_cells())) == VALUES


def test_rows_that_an_empty_cell_fills_up_are_moved_to_their_columns() -> None:
    assert read_numbers(spanned_grid(rows_without_covered_cells(is_filled_up=True))) == VALUES


def test_a_row_that_lost_a_value_is_not_moved() -> None:
    rows = rows_without_covered_cells()
    place = next(number for number, row in enumerate(rows) if "重复申请" in row[0][0])
    del rows[place][3]
    read = read_numbers(flat_grid(rows))
    assert read == {key: value for key, value in VALUES.items() if key[1] != "dismissed_duplicate"}


def test_blank_totals_are_no_cells_that_fill_up_a_row() -> None:
    """Without covered cells each row of one label and seven values has the same width."""
    rows = [[(text, 1) for text in ("办理情况", *HEADER)]]
    for row in form("2021").table("requests").rows:
        values = [VALUES["requests", row.key, column.key] for column in row.columns]
        rows += [[(group.zh, 1), *[("", 1)] * 7] for group in row.groups if group.zh not in str(rows)]
        rows.append([(row.term.zh, 1), *((value, 1) for value in values[:-1]), ("", 1)])
    grid = spanned_grid(rows)
    assert mark_shifted_tables([grid]) == [grid]


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
