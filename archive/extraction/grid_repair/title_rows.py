"""Splits grids at titles of another year: a spreadsheet prints the tables of two years as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import structs

from archive.model import Block, Cell, Grid, GridKind

_YEAR = re.compile(r"20\d\d\s*年")
# 二、上年结转… is never a title; 2020年收到和处理政府信息公开申请情况 is one.
_MIN_COLUMNS = 3


def split_at_titles(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with grids split above rows that are one text with a year across all columns."""
    return [part for block in blocks for part in _parts(block)]


def _parts(block: Block) -> Iterator[Block]:
    starts = _title_rows(block) if isinstance(block, Grid) and block.kind is GridKind.SPANS else []
    if not starts or not isinstance(block, Grid):
        yield block
        return
    end = max(cell.row for cell in block.cells) + 1
    for start, stop in pairwise([0, *starts, end]):
        cells = (cell for cell in block.cells if start <= cell.row < stop)
        part = tuple(structs.replace(cell, row=cell.row - start) for cell in cells)
        if part:
            yield Grid(block.kind, part)


def _title_rows(grid: Grid) -> list[int]:
    """The rows below the first that are a title with a year."""
    wide = [
        cell
        for cell in grid.cells
        if cell.row and cell.colspan >= _MIN_COLUMNS and not cell.column and _YEAR.search(cell.text)
    ]
    if not wide:
        return []
    width = max(cell.column + cell.colspan for cell in grid.cells)
    return [cell.row for cell in wide if cell.colspan == width and not _is_crossed(grid.cells, cell.row)]


def _is_crossed(cells: Sequence[Cell], row: int) -> bool:
    return any(cell.row < row < cell.row + cell.rowspan for cell in cells)
