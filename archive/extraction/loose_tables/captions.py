"""Splits the cells of a section where a line between two tables names the second one.

Last year's table is printed above that of the report, or the tables of subordinate units below it: what the
line between them says decides whose table follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.extraction.loose_tables.known_texts import named_columns
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.tables import names_year_or_body

_Line = list[LooseCell]


def split_at_captions(cells: Sequence[LooseCell], table_key: str) -> Iterator[list[LooseCell]]:
    """Yield the cells in parts; a caption begins a part if values are before it."""
    lines = [list(line) for _, line in groupby(cells, key=lambda cell: cell.line)]
    part: list[LooseCell] = []
    has_values = False
    for line in lines:
        if has_values and is_caption(line, table_key):
            yield part
            part, has_values = [], False
        part += line
        has_values = has_values or any(cell.role is CellRole.VALUE for cell in line)
    if part:
        yield part


def is_caption(line: _Line, table_key: str) -> bool:
    """Return whether a line names a year or a body, and is neither label nor value nor name of a column."""
    return all(
        cell.role in (CellRole.UNKNOWN, CellRole.HEADER) and not named_columns(cell.text, table_key)
        for cell in line
    ) and names_year_or_body("".join(cell.text for cell in line))
