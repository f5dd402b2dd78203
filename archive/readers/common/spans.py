"""Expands row and column spans to cell positions, as HTML defines them and Word does too."""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Cell, TooCostly

# The statutory tables have 15 columns and 28 rows; a hostile page may state millions.
MAX_COLUMNS = 200
"""Cells further to the right are read without their spans."""
MAX_ROWS = 2000
MAX_MARKUP_ROWS = 20_000
"""Rows of a table in markup; an annex may have 6,000."""


StatedCell = tuple[str, int, int]
"""One cell as the markup states it, without a position: text, rowspan, colspan."""


def expand_spans(groups: Iterable[Iterable[Iterable[StatedCell]]]) -> list[Cell]:
    """Return the cells of a table's row groups, each with its row and column; no span leaves its group.

    Raises `TooCostly` if the table has too many rows.
    """
    cells: list[Cell] = []
    first_row = 0
    for group in groups:
        rows = [list(row) for row in group]
        _add_group(cells, rows, first_row)
        first_row += len(rows)
        check_rows(first_row)
    return cells


def check_rows(count: int) -> None:
    """Raise `TooCostly` if a table in markup has too many rows."""
    if count > MAX_MARKUP_ROWS:
        raise TooCostly(f"表格的行数过多：超过 {MAX_MARKUP_ROWS} 行")


def _add_group(cells: list[Cell], rows: list[list[StatedCell]], first_row: int) -> None:
    # Column → first row that no cell from above covers; empty if no cell has a rowspan.
    free_from: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for text, stated_rows, stated_columns in row:
            while free_from and free_from.get(column, 0) > number:
                column += 1
            colspan = 1 if stated_columns == 1 else max(1, min(stated_columns, MAX_COLUMNS - column))
            rowspan = 1
            if stated_rows != 1 and column < MAX_COLUMNS:
                rowspan = min(stated_rows or len(rows), len(rows) - number)
                free_from.update(dict.fromkeys(range(column, column + colspan), number + rowspan))
            cells.append(Cell(text, first_row + number, column, rowspan, colspan))
            column += colspan


def stated_span(value: str | None) -> int:
    """Return the span that an attribute states, 1 if it is absent or invalid, 0 for "to the end"."""
    if value is None:
        return 1
    digits = value.strip()
    return int(digits[:6]) if digits.isascii() and digits.isdigit() else 1
