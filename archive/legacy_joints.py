"""The statistics table made whole again where a reader took one of its rows for a section title.

The table repeats chapter titles (三、依申请公开情况) in rows that hold nothing else, and these look like the
headings that old editors put into tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.legacy_rows import continued, head_of
from archive.model import Block, Cell, Grid, GridKind, Paragraph


def rejoined(blocks: Iterable[Block]) -> list[Block]:
    """`blocks`, a table with its header and the rest of it made one grid with the line between them."""
    whole: list[Block] = []
    for block in blocks:
        before = whole[-2:]
        if isinstance(block, Grid) and len(before) == 2 and (joined := _joined(before[0], before[1], block)):
            whole[-2:] = [joined]
        else:
            whole.append(block)
    return whole


def _joined(first: Block, line: Block, rest: Grid) -> Grid | None:
    if not isinstance(first, Grid) or not isinstance(line, Paragraph):
        return None
    if {first.kind, rest.kind} != {GridKind.SPANS} or head_of(rest) or not continued(rest, head_of(first)):
        return None
    row = max(cell.row + cell.rowspan for cell in first.cells)
    below = (cell._replace(row=cell.row + row + 1) for cell in rest.cells)
    return Grid(first.kind, (*first.cells, Cell(line.text, row, 0), *below))
