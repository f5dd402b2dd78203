"""The labels of rows, and the numbers, in a table that was printed column by column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from archive.extraction.cell_text import normalise_value
from archive.extraction.cells import is_zero_or_empty, read_plain_number
from archive.extraction.labels import LabelDictionary
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell

RowLabel = tuple[str, LooseCell]
"""The key of a row, and the cell with its label."""


def ascending_labels(cells: Sequence[LooseCell], labels: LabelDictionary) -> list[RowLabel] | None:
    """Return the labels of rows if they are in the order of the form, each once; else None."""
    found: list[RowLabel] = []
    last, is_group = -1, False
    for cell in cells:
        if cell.role is not CellRole.ROW:
            continue
        label = labels.match(cell.text, last)
        if label is None or not label.row:
            return None
        position = labels.row_positions[label.row]
        if is_group and position <= last:
            # 其他处理 is the label of a row only if it is not that of a group of rows.
            found.pop()
            last = labels.row_positions[found[-1][0]] if found else -1
        if position <= last:
            return None
        last, is_group = position, bool(label.group)
        found.append((label.row, cell))
    return found


def plain_number(cell: LooseCell) -> Decimal | None:
    """Return the number of a value for sums, zero for a blank or a dash."""
    return Decimal(0) if is_zero_or_empty(cell.text) else read_plain_number(normalise_value(cell.text))
