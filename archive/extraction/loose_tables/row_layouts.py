"""Decides how the cells of a loose table are put in rows: by names or by the order of its header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive.extraction.loose_tables.columnar import columnar_rows
from archive.extraction.loose_tables.headers import confirms_form_order
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.named_rows import named_rows
from archive.extraction.loose_tables.reordered_rows import reordered_rows
from archive.extraction.loose_tables.rows import LooseRows
from archive.extraction.loose_tables.stream_rows import stream_rows
from archive.forms import TableLayout, forms
from archive.model import GridKind


def rows_of_table(cells: Sequence[LooseCell], table_key: str) -> LooseRows | None:
    """Return the rows of a table, None if nothing confirms which column each value belongs to."""
    if not cells:
        return None
    named = named_rows(cells, table_key)
    if named is not None:
        return LooseRows(GridKind.FLAT, named)
    layout = next(iter(forms().values())).table(table_key).layout
    is_columnar = layout is TableLayout.BLOCKS or (layout is TableLayout.ROWS and _labels_stand_apart(cells))
    columnar = columnar_rows(cells, table_key) if is_columnar else None
    if columnar is not None:
        return columnar
    if confirms_form_order(cells, table_key):
        return LooseRows(GridKind.STREAM, stream_rows(cells, table_key))
    reordered = reordered_rows(cells, table_key)
    if reordered is not None:
        return LooseRows(GridKind.FLAT, reordered)
    return columnar_rows(cells, table_key) if layout is TableLayout.ONE_ROW else None


def _labels_stand_apart(cells: Sequence[LooseCell]) -> bool:
    """Return whether most labels of rows have no value after them."""
    after = [
        following.role is CellRole.VALUE for cell, following in pairwise(cells) if cell.role is CellRole.ROW
    ]
    return sum(after) * 2 < len(after)
