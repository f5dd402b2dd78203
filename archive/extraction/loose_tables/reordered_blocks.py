"""Puts the only row of table 4 below the names of its blocks and results, in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.extraction.labels import label_variants
from archive.extraction.loose_tables.known_texts import group_texts, named_columns, named_rows_of
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell, blank_cell
from archive.extraction.loose_tables.rows import Row
from archive.forms import FormTable


def block_rows(header: Sequence[LooseCell], values: Row, table: FormTable) -> list[Row] | None:
    """Return a row with the name of each block, one of results, and the values; None if one is missing.

    The names of all blocks are above the results. Every block has them in the same order, so it does not
    matter which line of the header they are on.
    """
    blocks = list(_blocks_in_order(header, table))
    results = [cell for cell in header if named_columns(cell.text, table.key)]
    width = len(table.rows[0].columns)
    if len(results) != len(values) or len(values) != width * len(table.rows):
        return None
    orders = {
        tuple(named_columns(cell.text, table.key) for cell in results[start : start + width])
        for start in range(0, len(results), width)
    }
    if len(orders) != 1 or len(set(next(iter(orders)))) != width or len(blocks) != len(table.rows):
        return None
    if any(cell.role is CellRole.UNKNOWN for cell in header):
        return None
    names = [cell for block in blocks for cell in (block, *(blank_cell(block) for _ in range(width - 1)))]
    return [names, results, values]


def _blocks_in_order(header: Sequence[LooseCell], table: FormTable) -> Iterator[LooseCell]:
    """Yield the names of the blocks from left to right; those of a group stand where its name does."""
    named = [cell for cell in header if named_rows_of(cell.text, table.key)]
    groups = [cell for cell in header if not group_texts(table.key).isdisjoint(label_variants(cell.text))]
    if len(groups) != 1:
        yield from () if groups else named
        return
    grouped = {row.key for row in table.rows if row.groups}
    for cell in header:
        rows = named_rows_of(cell.text, table.key)
        if cell is groups[0]:
            yield from (block for block in named if named_rows_of(block.text, table.key) & grouped)
        elif rows and not rows & grouped:
            yield cell
