"""Compares the header of a loose table with the order of the form, also if its words are broken over lines.

The values of a loose table are assigned by their number, so the header has to confirm the order of the form:
of `商业企 科研 社会公` and `业 机构 益组织` below it, the first line names three columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.extraction.labels import label_dictionary, label_variants
from archive.extraction.loose_tables.common_headers import fits_common_headers
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.name_pieces import (
    MIN_NAMES_OF_HEADER,
    column_labels,
    labels_of,
    named_keys,
    row_labels,
)
from archive.extraction.tables import block_figures
from archive.forms import FormTable, TableLayout, forms
from archive.text import normalise_text

# Of the seven columns of table 3, and of the fifteen of table 4: pieces of the others may be illegible.
_MIN_NAMED_SHARE = 0.7


def confirms_form_order(cells: Sequence[LooseCell], table_key: str) -> bool:
    """Return whether no header contradicts the order of the form; without any header there is no doubt."""
    runs = list(_header_runs(cells))
    tables = [form.table(table_key) for form in forms().values()]
    if tables[0].layout is TableLayout.BLOCKS:
        return all(_fits_block(texts, row, tables) for texts, row in runs)
    if not runs or not fits_common_headers(cells, tables[0]):
        return False
    if tables[0].layout is TableLayout.ONE_ROW and _are_complete_blocks(cells, tables[0]):
        return True
    named = [named_keys(texts, column_labels(table_key)) for texts, _ in runs]
    headers = [keys for keys in named[1:] if len(set(keys)) >= MIN_NAMES_OF_HEADER]
    headers += [named[0]] if len(runs[0][0]) > 1 else []
    orders = _orders(tables[0])
    return _has_row_order(runs[0][0], table_key) and all(_is_complete_order(keys, orders) for keys in headers)


def _is_value_cell(cell: LooseCell) -> bool:
    return cell.role is CellRole.VALUE


def _are_complete_blocks(cells: Sequence[LooseCell], table: FormTable) -> bool:
    """Return whether each header names other rows and their columns: table 4 in several tables or rows."""
    labels = label_dictionary(next(iter(forms())), table.key)
    names: list[tuple[str, str]] = []
    columns: Sequence[str] = ()
    for is_value, run in groupby(cells, _is_value_cell):
        if is_value:
            continue
        lines = [[cell.text for cell in line] for _, line in groupby(run, lambda cell: cell.line)]
        figures = block_figures(lines, columns, table, labels)
        if not figures:
            return False
        columns = [column for _, column in figures]
        names += figures
    return len(set(names)) == len(names)


def _has_row_order(texts: Sequence[str], table_key: str) -> bool:
    """Return whether a header names rows in the order of the form: the suits of table 4."""
    labels = row_labels(table_key)
    order = [key for _, key in labels]
    rows = _first_of_each(named_keys(texts, labels))
    return rows == sorted(rows, key=order.index)


def _header_runs(cells: Sequence[LooseCell]) -> Iterator[tuple[list[str], str]]:
    """Yield the texts before each run of values, and the last of them: the label of the values."""
    texts: list[str] = []
    for cell in cells:
        if cell.role is not CellRole.VALUE:
            texts.append(cell.text)
        elif texts:
            yield texts, texts[-1]
            texts = []


def _fits_block(texts: Sequence[str], row: str, tables: Sequence[FormTable]) -> bool:
    """Return whether the columns that are named above a row are in the order of a form that has the row."""
    own = [form_row for table in tables for form_row in table.rows if _is_label(row, form_row.term.labels)]
    named = [(named_keys(texts[:-1], labels_of(form_row.columns)), form_row.column_keys) for form_row in own]
    found = [(keys, order) for keys, order in named if keys]
    return not found or any(keys == sorted(keys, key=order.index) for keys, order in found)


def _is_label(text: str, labels: Sequence[str]) -> bool:
    return not set(label_variants(text)).isdisjoint(map(normalise_text, labels))


def _orders(table: FormTable) -> tuple[list[str], ...]:
    """The orders in which the columns of a table are read: 总计 of table 3 may be in an upper line."""
    if table.layout is TableLayout.ONE_ROW:
        return ([column.key for row in table.rows for column in row.columns],)
    first, *others, last = (column.key for column in table.rows[0].columns)
    return [first, *others, last], [first, last, *others]


def _is_complete_order(keys: Sequence[str], orders: Sequence[Sequence[str]]) -> bool:
    """Return whether `keys` are most of an order, without one at another place."""
    keys = keys if len(orders) == 1 else _first_of_each(keys)
    return any(_is_part(keys, order) and len(keys) >= len(order) * _MIN_NAMED_SHARE for order in orders)


def _is_part(keys: Sequence[str], order: Sequence[str]) -> bool:
    rest = iter(order)
    return all(key in rest for key in keys)


def _first_of_each(keys: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(keys))
