"""Finds labels that are reduced to their number: 1. and 2. beside the label of a group, 不予公开.

Such a number looks like a value. It is a label only in the column next to the label of a group that spans as
many rows, which are numbered from one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.extraction.labels import LabelDictionary, label_variants
from archive.extraction.sections import PlacedGrid
from archive.model import Cell, GridKind

_ORDINAL = re.compile(r"[(（]?(\d)[)）.、．]")
_MAX_NUMBERS = 100


def ordinal_labels(placed_grid: PlacedGrid, labels: LabelDictionary) -> dict[int, tuple[Cell, str]]:
    """Return for each such row of a grid the cell of the number, and the key of the form row."""
    if placed_grid.grid.kind is not GridKind.SPANS or not labels.rows_by_ordinal:
        return {}
    numbers = {
        (cell.row, cell.column): cell
        for cell in placed_grid.grid.cells
        if 1 < len(cell.text) < 6 and _ORDINAL.fullmatch(cell.text.strip())
    }
    if len(numbers) > _MAX_NUMBERS:
        return {}
    found: dict[int, tuple[Cell, str]] = {}
    for cell in placed_grid.grid.cells if numbers else ():
        if 1 < cell.rowspan <= len(numbers):
            found.update(_numbered_rows(cell, numbers, labels))
    return found


def _numbered_rows(
    group: Cell, numbers: dict[tuple[int, int], Cell], labels: LabelDictionary
) -> dict[int, tuple[Cell, str]]:
    """Return the rows beside the label of a group, none unless all of them are numbered from one."""
    key = _group_key(group, labels)
    column = group.column + group.colspan
    cells = [numbers.get((row, column)) for row in range(group.row, group.row + group.rowspan)]
    rows = [labels.rows_by_ordinal.get((key, str(place))) for place in range(1, len(cells) + 1)]
    if [_number(cell) for cell in cells] != list(range(1, len(cells) + 1)) or None in rows:
        return {}
    return {cell.row: (cell, row) for cell, row in zip(cells, rows, strict=True) if cell and row}


def _group_key(cell: Cell, labels: LabelDictionary) -> str:
    found: Iterator[str] = (
        labels.labels_by_text[text].group
        for text in label_variants(cell.text)
        if text in labels.labels_by_text
    )
    return next(found, "")


def _number(cell: Cell | None) -> int:
    match = _ORDINAL.fullmatch(cell.text.strip()) if cell else None
    return int(match[1]) if match else 0
