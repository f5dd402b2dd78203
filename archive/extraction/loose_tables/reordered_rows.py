"""Puts the values of a loose table in rows by a complete header in another order than that of the form.

The header is printed line by line: below 法人或其他组织 | 自然人 | 总计 are the five kinds of organisations,
at the place of the first name. Every row must have a value for each name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from archive.extraction.labels import label_variants
from archive.extraction.loose_tables.known_texts import group_texts, named_columns
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell, blank_cell
from archive.extraction.loose_tables.reordered_blocks import block_rows
from archive.extraction.loose_tables.rows import Row
from archive.forms import FormTable, TableLayout, forms
from archive.text import normalise_text


def reordered_rows(cells: Sequence[LooseCell], table_key: str) -> list[Row] | None:
    """Return the rows of a table below its header, None if the order of the columns is not certain."""
    table = next(iter(forms().values())).table(table_key)
    runs = [list(run) for _, run in groupby(cells, key=lambda cell: cell.role is CellRole.VALUE)]
    if len(runs) < 2 or runs[0][0].role is CellRole.VALUE:
        return None
    if table.layout is TableLayout.BLOCKS:
        return _rows_below_own_headers(runs, table_key)
    if table.layout is TableLayout.ONE_ROW and len(runs) == 2:
        return block_rows(runs[0], runs[1], table)
    return _labelled_rows(runs, table)


def _rows_below_own_headers(runs: Sequence[Row], table_key: str) -> list[Row] | None:
    """Return the rows of blocks, each below the last names of columns before it."""
    rows: list[Row] = []
    columns: Row = []
    for texts, values in zip(runs[::2], runs[1::2], strict=True):
        *above, label = texts
        places = [place for place, cell in enumerate(above) if named_columns(cell.text, table_key)]
        if places:
            columns = above[places[0] : places[-1] + 1]
            above = above[: places[0]] + above[places[-1] + 1 :]
            rows += [[text] for text in above]
            rows.append([blank_cell(columns[0]), *columns])
        elif above:
            return None
        is_header = len(places) in (0, len(columns))
        if not is_header or label.role is not CellRole.ROW or len(values) != len(columns):
            return None
        rows.append([label, *values])
    return rows


def _labelled_rows(runs: Sequence[Row], table: FormTable) -> list[Row] | None:
    """Return the header and the rows that begin with a label, in runs of texts and of values."""
    groups = group_texts(table.key)
    starts_row = [
        cell.role is CellRole.ROW or not groups.isdisjoint(label_variants(cell.text)) for cell in runs[0]
    ]
    if True not in starts_row:
        return None
    start = starts_row.index(True)
    columns = order_columns(runs[0][:start], table)
    if columns is None:
        return None
    rows: list[Row] = [[blank_cell(columns[0]), *columns]]
    labels = [runs[0][start:], *(_without_header(texts, columns, table) for texts in runs[2::2])]
    for texts, values in zip(labels, runs[1::2], strict=False):
        is_row = bool(texts) and texts[-1].role is CellRole.ROW and len(values) == len(columns)
        if not is_row or any(named_columns(text.text, table.key) for text in texts):
            return None
        rows += [[text] for text in texts[:-1]]
        rows.append([texts[-1], *values])
    return rows


def _without_header(texts: Row, columns: Row, table: FormTable) -> Row:
    """Return the texts between two rows without a header that is printed again and names the same columns."""
    end = next((place for place, text in enumerate(texts) if text.role is CellRole.ROW), 0)
    again = order_columns(texts[:end], table) if end else None
    is_same = again is not None and [normalise_text(cell.text) for cell in again] == [
        normalise_text(cell.text) for cell in columns
    ]
    return texts[end:] if is_same else texts


def order_columns(header: Sequence[LooseCell], table: FormTable) -> list[LooseCell] | None:
    """Return the names of all columns from left to right, None if the header does not show their order.

    The corner, the first text, may be of any wording.
    """
    names = [cell for cell in header if named_columns(cell.text, table.key)]
    if any(cell.role is CellRole.UNKNOWN for cell in header[1:]):
        return None
    if table.spans:
        names = _in_place_of_span(header, names, table)
    keys = [named_columns(cell.text, table.key) for cell in names]
    expected = table.rows[0].column_keys
    is_complete = len(keys) == len(expected) and all(len(found) == 1 for found in keys)
    return names if is_complete and frozenset().union(*keys) == frozenset(expected) else None


def _in_place_of_span(header: Sequence[LooseCell], names: Row, table: FormTable) -> Row:
    """Return the names, those below the header of several columns at its place; none if it is not clear."""
    spans = {normalise_text(label): span for span in table.spans for label in span.term.labels}
    spanning = [cell for cell in header if not spans.keys().isdisjoint(label_variants(cell.text))]
    if not spanning:
        return names if len({cell.line for cell in names}) == 1 else []
    span = next(spans[variant] for variant in label_variants(spanning[0].text) if variant in spans)
    below = [cell for cell in names if named_columns(cell.text, table.key) & set(span.columns)]
    if len(spanning) > 1 or not _are_neighbours(below, header):
        return []
    outer = [cell for cell in header if cell is spanning[0] or (cell in names and cell not in below)]
    at = outer.index(spanning[0])
    return [*outer[:at], *below, *outer[at + 1 :]]


def _are_neighbours(names: Sequence[LooseCell], header: Sequence[LooseCell]) -> bool:
    """Return whether no other text is between the names."""
    places = [place for place, cell in enumerate(header) if any(cell is name for name in names)]
    return bool(places) and places[-1] - places[0] + 1 == len(names)
