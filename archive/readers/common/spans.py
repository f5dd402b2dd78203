"""Expands row and column spans to cell positions, as HTML defines them and Word does too."""

from __future__ import annotations

from collections.abc import Iterable

from archive.model import Cell

# The statutory tables have 15 columns and 28 rows; a hostile page may state millions.
MAX_COLUMNS = 200
MAX_ROWS = 2000


StatedCell = tuple[str, int, int]
"""One cell as the markup states it, without a position: text, rowspan, colspan."""


def expand_spans(groups: Iterable[Iterable[Iterable[StatedCell]]]) -> list[Cell]:
    """Return the cells of a table's row groups, each with its row and column; no span leaves its group."""
    cells: list[Cell] = []
    first_row = 0
    for group in groups:
        rows = [list(row) for row in group][:MAX_ROWS]
        _add_group(cells, rows, first_row)
        first_row += len(rows)
    return cells


def _add_group(cells: list[Cell], rows: list[list[StatedCell]], first_row: int) -> None:
    # Column → first row that no cell from above covers; empty if no cell has a rowspan.
    free_from: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for text, stated_rows, stated_columns in row:
            while free_from and free_from.get(column, 0) > number:
                column += 1
            if column >= MAX_COLUMNS:
                break
            colspan = 1 if stated_columns == 1 else max(1, min(stated_columns, MAX_COLUMNS - column))
            rowspan = 1
            if stated_rows != 1:
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
