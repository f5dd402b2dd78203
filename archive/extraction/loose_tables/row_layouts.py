"""Decides how the cells of a loose table are put in rows: by names or by the order of its header."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.loose_tables.columnar_tables import columnar_rows
from archive.extraction.loose_tables.headers import confirms_form_order
from archive.extraction.loose_tables.loose_cell import LooseCell
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
    is_of_blocks = next(iter(forms().values())).table(table_key).layout is TableLayout.BLOCKS
    columnar = columnar_rows(cells, table_key) if is_of_blocks else None
    if columnar is not None:
        return columnar
    if confirms_form_order(cells, table_key):
        return LooseRows(GridKind.STREAM, stream_rows(cells, table_key))
    reordered = reordered_rows(cells, table_key)
    if reordered is not None:
        return LooseRows(GridKind.FLAT, reordered)
    return None if is_of_blocks else columnar_rows(cells, table_key)
