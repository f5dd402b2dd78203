"""Puts the values of a loose table in rows by the names of their columns, which are printed next to them.

规章 / 本年制发件数：0 / 本年废止件数：3, as definition lists and copies of forms have them; or all names of a
row and then as many values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.extraction.labels import label_variants
from archive.extraction.loose_tables.known_texts import group_texts, named_columns
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell, blank_cell
from archive.extraction.loose_tables.rows import Row
from archive.forms import TableLayout, forms

_MIN_NAMED_ROWS = 2


@dataclass(slots=True)
class _RowBuilder:
    """The rows so far, and the one that is being read: its label, its names and its values."""

    table_key: str
    rows: list[Row] = field(default_factory=list)
    labels: Row = field(default_factory=list)
    names: Row = field(default_factory=list)
    values: Row = field(default_factory=list)
    named_count: int = 0
    is_naming: bool = False

    def add(self, cell: LooseCell) -> bool:
        """Add a cell; return False if it is a value without a name, or a name or label without its value."""
        was_naming = self.is_naming
        self.is_naming = cell.role is CellRole.HEADER and bool(named_columns(cell.text, self.table_key))
        if cell.role is CellRole.VALUE:
            self.values.append(cell)
            return len(self.values) <= len(self.names)
        if self.is_naming:
            is_complete = was_naming or len(self.names) == len(self.values)
            self.names.append(cell)
            return is_complete
        is_complete = self.close_row() if self.names else not self._has_label()
        self.labels.append(cell)
        return is_complete

    def close_row(self) -> bool:
        """End a row; return whether it has a value for each name, and all names of a table of one row."""
        is_complete = bool(self.names) and len(self.names) == len(self.values)
        if is_complete:
            label = self.labels.pop() if self.labels else blank_cell(self.names[0])
            self.rows += [[above] for above in self.labels]
            self.rows += [[blank_cell(self.names[0]), *self.names], [label, *self.values]]
            self.named_count += 1
            is_complete = self._has_all_columns()
        self.labels, self.names, self.values = [], [], []
        return is_complete

    def _has_label(self) -> bool:
        """Return whether the label of a row is waiting for its values; that of a group has none."""
        groups = group_texts(self.table_key)
        return any(
            cell.role is CellRole.ROW and groups.isdisjoint(label_variants(cell.text)) for cell in self.labels
        )

    def _has_all_columns(self) -> bool:
        table = next(iter(forms().values())).table(self.table_key)
        return table.layout is not TableLayout.ONE_ROW or len(self.names) == len(table.rows[0].columns)


def named_rows(cells: Sequence[LooseCell], table_key: str) -> list[Row] | None:
    """Return rows with a header above each, None unless the name of its column is before every value."""
    builder = _RowBuilder(table_key)
    if all(map(builder.add, cells)) and builder.close_row() and builder.named_count >= _MIN_NAMED_ROWS:
        return builder.rows
    return None
