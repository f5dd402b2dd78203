"""Reads table 2 from text that was printed column by column: the name of a column, then its values."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.labels import label_dictionary, label_variants
from archive.extraction.loose_tables.columnar.labels import RowLabel, ascending_labels
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.rows import Row
from archive.forms import Form, FormTable

_Columns = dict[str, tuple[LooseCell, Row]]


def rows_of_blocks(cells: Sequence[LooseCell], table: FormTable, form: Form) -> list[Row] | None:
    """Return the rows if each column has as many values as there are labels of rows that have it.

    A row that misses a column keeps the values of the others, so that its figures are uncertain.
    """
    columns = _columns(cells, table, form)
    labels = ascending_labels(cells, label_dictionary(form.id, table.key))
    if not columns or not labels:
        return None
    values = _values_by_row(columns, labels, table)
    is_complete = {
        key: len(values[key]) == table.widths[key]
        and values[key].keys() == set(table.rows_by_key[key].column_keys)
        for key, _ in labels
    }
    if not any(is_complete[key] and table.widths[key] > 1 for key, _ in labels):
        return None
    rows: list[Row] = []
    for key, label in labels:
        keys = [column for column in table.rows_by_key[key].column_keys if column in values[key]]
        if is_complete[key]:
            rows.append([columns[column][0] for column in keys])
        rows.append([label, *(values[key][column] for column in keys)])
    return rows


def _columns(cells: Sequence[LooseCell], table: FormTable, form: Form) -> _Columns | None:
    """Return the values below the name of each column, None if a value is below another text."""
    names = label_dictionary(form.id, table.key).columns_by_text
    columns: _Columns = {}
    current = ""
    for cell in cells:
        if cell.role is CellRole.VALUE:
            if not current:
                return None
            columns[current][1].append(cell)
            continue
        found = {key for variant in label_variants(cell.text) for key in names.get(variant, ())}
        if len(found) > 1 or (found and current and not columns[current][1]):
            return None
        current = found.pop() if found else ""
        if current:
            columns.setdefault(current, (cell, []))
    return columns


def _values_by_row(
    columns: _Columns, labels: Sequence[RowLabel], table: FormTable
) -> dict[str, dict[str, LooseCell]]:
    """Return the values of each row by column, without the columns that have another number of values."""
    values: dict[str, dict[str, LooseCell]] = {key: {} for key, _ in labels}
    for column, (_, own) in columns.items():
        rows = [key for key, _ in labels if column in table.rows_by_key[key].column_keys]
        if len(rows) == len(own):
            for key, value in zip(rows, own, strict=True):
                values[key][column] = value
    return values
