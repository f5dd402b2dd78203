"""Reads table 3 from text that was printed column by column, several columns at a time.

自然 商业企 科研机 社会公益组 法律服务机 / five values for each row / 其 总计 / two values for each row; then
the next page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from archive.extraction.labels import label_dictionary
from archive.extraction.loose_tables.columnar.labels import ascending_labels, plain_number
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.name_pieces import columns_by_pieces
from archive.extraction.loose_tables.rows import Row
from archive.forms import ColumnSum, Form, FormTable, RowSum


@dataclass(slots=True)
class _Chunk:
    """Names of neighbouring columns, and the values of all rows of a page in them."""

    columns: list[str] = field(default_factory=list)
    values: Row = field(default_factory=list)


def rows_of_equal_columns(cells: Sequence[LooseCell], table: FormTable, form: Form) -> list[Row] | None:
    """Return the rows if there is one for each label, and the sums of all rows and columns hold."""
    labels = ascending_labels(cells, label_dictionary(form.id, table.key))
    values: list[Row] = []
    for page in _pages(cells, table):
        rows = _rows_of_page(page, table)
        if rows is None:
            return None
        values += rows
    if not labels or len(labels) != len(values):
        return None
    keys = [key for key, _ in labels]
    if not _sums_hold(dict(zip(keys, values, strict=True)), table, form):
        return None
    return [[label, *row] for (_, label), row in zip(labels, values, strict=True)]


def _pages(cells: Sequence[LooseCell], table: FormTable) -> Iterator[list[_Chunk]]:
    """Yield the chunks of each page; the first column of the form begins a page."""
    first = table.rows[0].column_keys[0]
    page: list[_Chunk] = []
    for cell in cells:
        if cell.role is CellRole.VALUE:
            if page:
                page[-1].values.append(cell)
            continue
        for key in columns_by_pieces(cell.text, table.key) if cell.role is not CellRole.ROW else ():
            if key == first and page:
                yield page
                page = []
            if not page or page[-1].values:
                page.append(_Chunk())
            page[-1].columns.append(key)
    if page:
        yield page


def _rows_of_page(page: Sequence[_Chunk], table: FormTable) -> list[Row] | None:
    """Return the values of each row of a page, None if names or values are missing."""
    columns = [column for chunk in page for column in chunk.columns]
    if columns != list(table.rows[0].column_keys):
        return None
    counts = {divmod(len(chunk.values), len(chunk.columns)) for chunk in page}
    if len(counts) != 1:
        return None
    [(count, rest)] = counts
    if rest:
        return None
    return [
        [
            value
            for chunk in page
            for value in chunk.values[row * len(chunk.columns) : (row + 1) * len(chunk.columns)]
        ]
        for row in range(count)
    ]


def _sums_hold(rows: dict[str, Row], table: FormTable, form: Form) -> bool:
    """Return whether the sums of all rows and columns hold, and not only because all values are zero."""
    keys = table.rows[0].column_keys
    numbers: dict[tuple[str, str], Decimal] = {}
    for row, values in rows.items():
        for column, value in zip(keys, values, strict=True):
            number = plain_number(value)
            if number is None:
                return False
            numbers[row, column] = number
    own = [form_sum for form_sum in form.sums if form_sum.table == table.key]
    column_sums = [form_sum for form_sum in own if isinstance(form_sum, ColumnSum)]
    if any(not set(form_sum.right) <= rows.keys() for form_sum in column_sums):
        return False
    return (
        any(numbers.values())
        and all(_row_adds_up(row, form_sum, numbers, keys) for row in rows for form_sum in own)
        and all(_column_adds_up(column, form_sum, numbers) for column in keys for form_sum in column_sums)
    )


def _row_adds_up(
    row: str, form_sum: RowSum | ColumnSum, numbers: dict[tuple[str, str], Decimal], keys: Sequence[str]
) -> bool:
    if not isinstance(form_sum, RowSum):
        return True
    parts = sum(numbers[row, key] for key in keys if key != form_sum.total_column)
    return parts == numbers[row, form_sum.total_column]


def _column_adds_up(column: str, form_sum: ColumnSum, numbers: dict[tuple[str, str], Decimal]) -> bool:
    left, right = (
        sum(numbers.get((row, column), Decimal(0)) for row in side)
        for side in (form_sum.left, form_sum.right)
    )
    return left == right
