"""Turns the paragraphs of a section that are in truth its statutory table into grids.

Acts only in a section that has no grid with labels of its table, if enough labels and values are there. The
rest of the section stays as it is, and what is not certain about rows and values is left to the alignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from archive.extraction.headings import best_headings
from archive.extraction.labels import label_variants, table_labels
from archive.extraction.loose_tables.captions import is_caption, split_at_captions
from archive.extraction.loose_tables.cells import cut_cells
from archive.extraction.loose_tables.known_texts import known_texts
from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.row_layouts import rows_of_table
from archive.extraction.loose_tables.rows import LooseRows
from archive.forms import TABLE_KEYS, section_titles
from archive.model import Block, Grid, Paragraph, ParagraphKind

_MIN_LABELS = 3
_MIN_VALUES = 3
_SENTENCE = re.compile(r"[。；！？]")


def gather_loose_tables(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return `blocks`, with grids for the statutory tables that have none."""
    missing = _tables_without_grid(blocks)
    if not missing:
        return blocks
    gathered: list[Block] = []
    for section, part in _sections(blocks):
        gathered += _gather_table(part, section) if section in missing else part
    return gathered


def _tables_without_grid(blocks: Sequence[Block]) -> set[str]:
    """The keys of the tables of which no grid has a label."""
    missing = set(TABLE_KEYS)
    for block in blocks:
        if missing and isinstance(block, Grid):
            texts = frozenset().union(
                *map(label_variants, {cell.text for cell in block.cells if not cell.text.isdecimal()})
            )
            missing -= {key for key in missing if len(texts & table_labels(key)) > 1}
    return missing


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Yield the blocks in parts, each with the key of its section; a heading is a part of its own."""
    keys = tuple(section_titles())
    headings = best_headings(blocks)
    starts = [0, *(heading.index for heading in headings), len(blocks)]
    sections = ["", *(keys[heading.order] for heading in headings)]
    for section, (start, end) in zip(sections, pairwise(starts), strict=True):
        body = start + 1 if section else start
        yield "", blocks[start:body]
        yield section, blocks[body:end]


def _gather_table(blocks: Sequence[Block], table_key: str) -> Sequence[Block]:
    """Return the blocks of a section, its tables as grids if there are any among the paragraphs."""
    cells = cut_cells([_cuttable_text(block) for block in blocks], known_texts(table_key))
    if not _is_table(cells):
        return blocks
    gathered: list[Block] = []
    end = 0
    for part in split_at_captions(cells, table_key):
        region = _region(part, table_key)
        rows = rows_of_table(region, table_key)
        if rows is not None:
            start, stop = region[0].line, region[-1].line + 1
            gathered += [*blocks[end:start], *_grids_between(blocks[start:stop], rows, start)]
            end = stop
    return [*gathered, *blocks[end:]]


def _region(cells: Sequence[LooseCell], table_key: str) -> Sequence[LooseCell]:
    """Return the cells on the lines from the first known text to the last value, without a caption."""
    values = [cell.line for cell in cells if cell.role is CellRole.VALUE]
    if not values:
        return []
    lines = [list(line) for _, line in groupby(cells, key=lambda cell: cell.line)]
    start = next(
        line[0].line
        for line in lines
        if not is_caption(line, table_key) and any(cell.role is not CellRole.UNKNOWN for cell in line)
    )
    return [cell for cell in cells if start <= cell.line <= values[-1]]


def _cuttable_text(block: Block) -> str:
    """The text of a paragraph that can belong to a table, else an empty text."""
    if isinstance(block, Grid) or block.kind is ParagraphKind.BOILERPLATE or _SENTENCE.search(block.text):
        return ""
    return block.text


def _is_table(cells: Sequence[LooseCell]) -> bool:
    labels = {cell.text for cell in cells if cell.role is CellRole.ROW}
    values = sum(1 for cell in cells if cell.role is CellRole.VALUE and cell.text)
    return len(labels) >= _MIN_LABELS and values >= _MIN_VALUES


def _grids_between(blocks: Sequence[Block], table: LooseRows, offset: int) -> Iterator[Block]:
    """Yield the rows as grids, and between them the blocks that no cell was cut of."""
    kept = [
        number
        for number, block in enumerate(blocks, start=offset)
        if number in table.other_lines or not _is_cut(block)
    ]
    grids = table.to_grids([number for number in kept if not _is_boilerplate(blocks[number - offset])])
    ends = [*kept, offset + len(blocks)]
    for number, end in zip([offset - 1, *kept], ends, strict=True):
        if number >= offset:
            yield blocks[number - offset]
        yield from (grid for line, grid in grids if number < line < end)


def _is_cut(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(_cuttable_text(block) or not block.text.strip())


def _is_boilerplate(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is ParagraphKind.BOILERPLATE
