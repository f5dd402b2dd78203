"""Puts the cells of a loose table in rows: a row for each label with its values, header cells by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.extraction.loose_tables.known_texts import column_order
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.rows import Row
from archive.text import normalise_text


def stream_rows(cells: Sequence[LooseCell], table_key: str) -> list[Row]:
    """Return the cells in rows; their columns are only a hint."""
    return [part for row in _rows(cells) for part in _split_header(row, table_key)]


def _rows(cells: Sequence[LooseCell]) -> Iterator[Row]:
    """Yield the cells in rows; a row ends before a text that follows a value, and after a header."""
    row: Row = []
    for cell in cells:
        if row and _starts_row(row[-1], cell):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _starts_row(before: LooseCell, cell: LooseCell) -> bool:
    if cell.role is CellRole.VALUE:
        return before.role is CellRole.HEADER
    if before.role is CellRole.VALUE:
        return True
    # A header continues, also over lines: the order of its columns is compared in a row.
    return before.line != cell.line and (before.role, cell.role) != (CellRole.HEADER, CellRole.HEADER)


def _split_header(row: Row, table_key: str) -> list[Row]:
    """Return a header of two lines in two rows: 自然人 and 总计 are printed above the kinds of organisations.

    A header in any other order stays one row, in which the alignment sees that it is not that of the form.
    """
    order = column_order(table_key)
    columns = [
        (place, order[text])
        for place, cell in enumerate(row)
        if cell.role is CellRole.HEADER and (text := normalise_text(cell.text)) in order
    ]
    is_in_form_order = [number for _, number in columns[:2]] == [0, max(order.values(), default=0)]
    if is_in_form_order and len(columns) > 2 and row[columns[1][0]].line != row[columns[2][0]].line:
        upper_end = columns[1][0] + 1
        return [row[:upper_end], row[upper_end:]]
    return [row]
