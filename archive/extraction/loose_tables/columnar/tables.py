"""Reads tables that were printed column by column, as programs copy the text of a PDF.

The labels of the rows come first, then the name of a column, or of several, and the values below it.
A table is read only if names, labels and values agree in number and order, and if its sums hold.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence

from archive.extraction.loose_tables.columnar.blocks import rows_of_blocks
from archive.extraction.loose_tables.columnar.one_row import rows_of_one_row
from archive.extraction.loose_tables.columnar.rows import rows_of_equal_columns
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.rows import LooseRows, Row
from archive.forms import Form, FormTable, TableLayout, forms
from archive.model import GridKind

_READERS: dict[TableLayout, Callable[[Sequence[LooseCell], FormTable, Form], list[Row] | None]] = {
    TableLayout.BLOCKS: rows_of_blocks,
    TableLayout.ROWS: rows_of_equal_columns,
    TableLayout.ONE_ROW: rows_of_one_row,
}


def columnar_rows(cells: Sequence[LooseCell], table_key: str) -> LooseRows | None:
    """Return the rows of a table in the order of the form, None if they are not proven."""
    for form in forms().values():
        table = form.table(table_key)
        rows = _READERS[table.layout](cells, table, form)
        if rows is not None:
            used = {id(cell) for row in rows for cell in row}
            moved = [[cell._replace(line=cells[0].line) for cell in row] for row in rows]
            return LooseRows(GridKind.STREAM, moved, frozenset(_other_lines(cells, used)))
    return None


def _other_lines(cells: Sequence[LooseCell], used: Container[int]) -> Iterator[int]:
    """Yield the lines of values that are in no row, and those of the texts before them."""
    before: LooseCell | None = None
    for cell in cells:
        if cell.role is CellRole.VALUE and id(cell) not in used:
            if before is not None and before.role is CellRole.UNKNOWN:
                yield before.line
            yield cell.line
        before = cell
