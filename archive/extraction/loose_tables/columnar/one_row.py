"""Reads table 4 from text that was printed column by column: names of results, then as many values.

The name of a block is above its results, so it is printed before the last of them, and after those of the
block before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.loose_tables.columnar.labels import plain_number
from archive.extraction.loose_tables.known_texts import named_columns, named_rows_of
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.rows import Row
from archive.forms import Form, FormTable, RowSum


def rows_of_one_row(cells: Sequence[LooseCell], table: FormTable, form: Form) -> list[Row] | None:
    """Return a row for each block if names, values and the places of the blocks agree, and the sums hold."""
    pairs = _pairs(cells, table.key)
    width = len(table.rows[0].columns)
    if pairs is None or len(pairs) != width * len(table.rows):
        return None
    totals = [part.total_column for part in form.sums if part.table == table.key and isinstance(part, RowSum)]
    rows: list[Row] = []
    before: LooseCell | None = None
    for place, form_row in enumerate(table.rows):
        block = pairs[place * width : (place + 1) * width]
        by_column = {key: (name, value) for key, name, value in block}
        label = _label_between(cells, form_row.key, before, block[-1][1], table.key)
        if label is None or by_column.keys() != set(form_row.column_keys) or not _adds_up(by_column, totals):
            return None
        before = block[-1][1]
        rows.append([label, *(by_column[key][0] for key in form_row.column_keys)])
        rows.append([by_column[key][1] for key in form_row.column_keys])
    return rows


def _pairs(cells: Sequence[LooseCell], table_key: str) -> list[tuple[str, LooseCell, LooseCell]] | None:
    """Return key, name and value of each result; None unless as many values follow each run of names."""
    pairs: list[tuple[str, LooseCell, LooseCell]] = []
    names: list[tuple[str, LooseCell]] = []
    values: Row = []
    for cell in cells:
        if cell.role is CellRole.VALUE:
            if len(values) == len(names):
                return None
            values.append(cell)
            continue
        if cell.role is CellRole.UNKNOWN:
            return None
        if values:
            if len(values) != len(names):
                return None
            pairs += [(key, name, value) for (key, name), value in zip(names, values, strict=True)]
            names, values = [], []
        names += [(key, cell) for key in named_columns(cell.text, table_key)]
    if len(values) != len(names):
        return None
    return pairs + [(key, name, value) for (key, name), value in zip(names, values, strict=True)]


def _label_between(
    cells: Sequence[LooseCell], row: str, before: LooseCell | None, last: LooseCell, table_key: str
) -> LooseCell | None:
    """Return the only name of a block if it stands between the last results of two blocks."""
    labels = [cell for cell in cells if named_rows_of(cell.text, table_key) == {row}]
    start = next((place for place, cell in enumerate(cells) if cell is before), 0)
    end = next(place for place, cell in enumerate(cells) if cell is last)
    return labels[0] if len(labels) == 1 and any(cell is labels[0] for cell in cells[start:end]) else None


def _adds_up(by_column: dict[str, tuple[LooseCell, LooseCell]], totals: Sequence[str]) -> bool:
    """Return whether the results of a block add up to its total."""
    numbers = {key: plain_number(value) for key, (_, value) in by_column.items()}
    if None in numbers.values():
        return False
    return all(
        sum(number for key, number in numbers.items() if number is not None and key != total)
        == numbers[total]
        for total in totals
    )
