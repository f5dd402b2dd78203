"""Splits the cells of a section where a line between two tables names the second one.

Last year's table is printed above that of the report, or the tables of subordinate units below it: what the
line between them says decides whose table follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.tables import names_year_or_body

_Line = list[LooseCell]


def split_at_captions(cells: Sequence[LooseCell]) -> Iterator[list[LooseCell]]:
    """Yield the cells in parts; a caption begins a part if values are before it."""
    lines = [list(line) for _, line in groupby(cells, key=lambda cell: cell.line)]
    part: list[LooseCell] = []
    has_values = False
    for line, is_caption in zip(lines, _captions(lines), strict=True):
        if is_caption and has_values:
            yield part
            part, has_values = [], False
        part += line
        has_values = has_values or any(cell.role is CellRole.VALUE for cell in line)
    if part:
        yield part


def _captions(lines: Sequence[_Line]) -> list[bool]:
    """Return for each line whether it is a caption: above a header or label, it names a year or a body."""
    found: list[bool] = []
    role_below = CellRole.UNKNOWN
    for line in reversed(lines):
        is_unknown = all(cell.role is CellRole.UNKNOWN for cell in line)
        is_above_table = role_below in (CellRole.HEADER, CellRole.ROW)
        text = "".join(cell.text for cell in line)
        found.append(is_unknown and is_above_table and names_year_or_body(text))
        if not is_unknown:
            role_below = line[0].role
    return found[::-1]
