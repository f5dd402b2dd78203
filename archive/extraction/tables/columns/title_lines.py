"""Recognises the titles of a table that are printed in its own first rows, across all columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.columns.header_block import named_columns
from archive.model import Cell
from archive.text import normalise_text


def leading_titles(grid: PlacedGrid, table: str, labels: LabelDictionary) -> list[str]:
    """Return the titles of a table as a whole: above all of its other lines, without headers of one block."""
    lines = takewhile(lambda line: is_title_line(line, grid, table, labels), grid.lines)
    titles = ["".join(cell.text for cell in line) for line in lines]
    headers = header_texts(table)
    return [title for title in titles if not any(text in normalise_text(title) for text in headers)]


def is_title_line(line: Sequence[Cell], grid: PlacedGrid, table: str, labels: LabelDictionary) -> bool:
    """Return True for one text across the grid that is no header of a form: a title, 单位：件, （续表）."""
    texts = [cell for cell in line if cell.text.strip()]
    if len(texts) != 1 or not 1 < texts[0].colspan >= _grid_width(grid):
        return False
    text = texts[0].text
    return not named_columns(text, labels) and header_texts(table).isdisjoint(label_variants(text))


def _grid_width(grid: PlacedGrid) -> int:
    """Return the number of grid columns."""
    return max((cell.column + cell.colspan for cell in grid.grid.cells), default=0)
