"""What only looks like a table: frames drawn around prose, and headings that stand in a row of their own.

Word, PDF and old editors all do it, so every reader of true grids passes its tables through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.model import Block, Cell, Grid, GridKind, Paragraph, ParagraphKind
from archive.readers.common import section_titles
from archive.readers.common.lines import clean_line

_SENTENCE = re.compile(r"[^。]{24,}。|。.*。")


def split_framed_table(cells: Sequence[Cell]) -> list[Block]:
    """The blocks of one table: grids, and paragraphs where a row holds only prose or a section title.

    Rows of each grid are counted from its own first. A table of one column is prose altogether; a table
    without any text is nothing.
    """
    cells = _drop_empty_columns(cells)
    if all(cell.column == 0 for cell in cells):
        return _paragraphs(cells)
    prose = set(_prose_rows(cells))
    if not prose:
        return _grid_blocks(cells)
    blocks: list[Block] = []
    pending: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if cell.row not in prose:
            pending.append(cell)
        elif cell.text:
            blocks += _grid_blocks(pending) + _paragraphs([cell])
            pending = []
    return blocks + _grid_blocks(pending)


def _drop_empty_columns(cells: Sequence[Cell]) -> list[Cell]:
    """`cells` in a grid without columns in which no cell starts, such as Word draws freely."""
    starts = {column: place for place, column in enumerate(sorted({cell.column for cell in cells}))}
    end = max((cell.column + cell.colspan for cell in cells), default=0)
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
    """Rows that hold one cell of prose, and that no cell reaches into or out of."""
    tied: set[int] = set()
    texts: dict[int, list[str]] = {}
    for cell in cells:
        if cell.rowspan > 1:
            tied.update(range(cell.row, cell.row + cell.rowspan))
        if cell.text:
            texts.setdefault(cell.row, []).append(cell.text)
    for row, printed in texts.items():
        if row not in tied and len(printed) == 1 and is_prose_cell(printed[0]):
            yield row


def is_prose_cell(text: str) -> bool:
    """Whether the text of a cell is a section title, or sentences, rather than a label or a value."""
    return _SENTENCE.search(text) is not None or any(map(section_titles.is_section_title, text.split("\n")))


def _paragraphs(cells: Sequence[Cell]) -> list[Block]:
    lines = (clean_line(line) for cell in cells for line in cell.text.split("\n"))
    return [Paragraph(line, ParagraphKind.TEXT) for line in lines if line]


def _grid_blocks(cells: Sequence[Cell]) -> list[Block]:
    if not any(cell.text for cell in cells):
        return []
    first = min(cell.row for cell in cells)
    if first:
        cells = [cell._replace(row=cell.row - first) for cell in cells]
    return [Grid(GridKind.SPANS, tuple(cells))]
