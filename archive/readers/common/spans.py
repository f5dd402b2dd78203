"""Cells put at their true place: the table model of HTML, which Word shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.model import Cell

# The statutory tables have 15 columns and 28 rows; a hostile page may state millions.
MAX_COLUMNS = 200
MAX_ROWS = 2000


StatedCell = tuple[str, int, int]
"""One cell as the markup states it: its text, its rowspan and its colspan, before it has a place."""


def expand_spans(groups: Iterable[Iterable[Iterable[StatedCell]]]) -> list[Cell]:
    """Cells of the row groups of a table, each at its row and column; no span leaves its group."""
    cells: list[Cell] = []
    first = 0
    for group in groups:
        rows = [list(row) for row in group][:MAX_ROWS]
        cells += _expand_group(rows, first)
        first += len(rows)
    return cells


def _expand_group(rows: list[list[StatedCell]], first: int) -> Iterator[Cell]:
    # Column → the first row in which no cell from above covers it any more.
    free_from: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for text, stated_rows, stated_columns in row:
            while free_from.get(column, 0) > number:
                column += 1
            if column >= MAX_COLUMNS:
                break
            colspan = 1 if stated_columns == 1 else max(1, min(stated_columns, MAX_COLUMNS - column))
            rowspan = 1
            if stated_rows != 1:
                rowspan = min(stated_rows or len(rows), len(rows) - number)
                free_from.update(dict.fromkeys(range(column, column + colspan), number + rowspan))
            yield Cell(text, first + number, column, rowspan, colspan)
            column += colspan


def stated_span(value: str | None) -> int:
    """The span that an attribute states: 1 where it states none or nonsense, 0 for "to the end"."""
    if value is None:
        return 1
    digits = value.strip()
    return int(digits[:6]) if digits.isascii() and digits.isdigit() else 1
