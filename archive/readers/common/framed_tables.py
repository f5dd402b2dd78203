"""Separates prose and headings from the tables that only frame them.

Word, PDF and old editors put frames around prose and headings into table rows, so every reader of true grids
uses this module.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import structs

from archive.model import Block, Cell, Grid, GridKind, Paragraph, ParagraphKind
from archive.readers.common import section_titles
from archive.readers.common.lines import clean_line

_SENTENCE = re.compile(r"[^。]{24,}。|。.*。")


def split_framed_table(cells: Sequence[Cell]) -> list[Block]:
    """Return the blocks of one table: grids, and a paragraph for each row of only prose or a section title.

    The rows of each grid count from its own first row. A table of one column is all prose; a table without
    text yields no block.
    """
    cells = _drop_empty_columns(cells)
    if all(cell.column == 0 for cell in cells):
        return _paragraphs(cells)
    prose_rows = set(_prose_rows(cells))
    if not prose_rows:
        return _grid_blocks(cells)
    blocks: list[Block] = []
    pending: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row not in prose_rows:
            pending.append(cell)
        elif cell.text:
            blocks += _grid_blocks(pending) + _paragraphs([cell])
            pending = []
    return blocks + _grid_blocks(pending)


def _drop_empty_columns(cells: Sequence[Cell]) -> list[Cell]:
    """Return `cells` without columns in which no cell starts; Word draws such columns freely."""
    starts = {column: index for index, column in enumerate(sorted({cell.column for cell in cells}))}
    end = max([cell.column + cell.colspan for cell in cells], default=0)
    if end == len(starts):
        return list(cells)
    return [
        Cell(
            cell.text,
            cell.row,
            starts[cell.column],
            cell.rowspan,
            sum(cell.column <= start < cell.column + cell.colspan for start in starts),
        )
        for cell in cells
    ]


def _prose_rows(cells: Sequence[Cell]) -> Iterator[int]:
    """Yield the rows with one cell of prose only, if no cell with a rowspan crosses them."""
    filled_cells = Counter([cell.row for cell in cells if cell.text])
    lonely_rows = {row for row, count in filled_cells.items() if count == 1}
    if not lonely_rows:
        return
    for cell in [cell for cell in cells if cell.rowspan > 1]:
        lonely_rows.difference_update(range(cell.row, cell.row + cell.rowspan))
    for cell in [cell for cell in cells if cell.row in lonely_rows and cell.text]:
        if is_prose_cell(cell.text):
            yield cell.row


def is_prose_cell(text: str) -> bool:
    """Return whether a cell's text is a section title or sentences rather than a label or a value."""
    return _SENTENCE.search(text) is not None or any(map(section_titles.is_section_title, text.split("\n")))


def _paragraphs(cells: Sequence[Cell]) -> list[Block]:
    lines = (clean_line(line) for cell in cells for line in cell.text.split("\n"))
    return [Paragraph(line, ParagraphKind.TEXT) for line in lines if line]


def _grid_blocks(cells: Sequence[Cell]) -> list[Block]:
    if not any(cell.text for cell in cells):
        return []
    first = min([cell.row for cell in cells])
    if first:
        cells = [structs.replace(cell, row=cell.row - first) for cell in cells]
    return [Grid(GridKind.SPANS, tuple(cells))]
