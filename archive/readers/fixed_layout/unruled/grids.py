"""Makes the grid of one table of the lines of its header and of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress, pairwise
from operator import not_
from typing import NamedTuple

from archive.model import Cell, Grid, GridKind
from archive.readers.fixed_layout.unruled.columns import (
    columns_over,
    leaf_stacks,
    value_columns,
    with_blank_columns,
)
from archive.readers.fixed_layout.unruled.headers import PlacedHeader, header_cells
from archive.readers.fixed_layout.unruled.lines import Line
from archive.readers.fixed_layout.unruled.rows import UnruledRow, table_rows
from archive.readers.fixed_layout.unruled.stacks import Stack, stack_words
from archive.readers.fixed_layout.unruled.words import Span, Word, join_words

# In shares of the width of a column: a caption is in the middle of the table, not of its columns.
_MAX_OFF_CENTER = 0.3


class UnruledTable(NamedTuple):
    """A grid, and the lines above it that are not part of it."""

    caption: list[Line]
    grid: Grid


def build_table(header: Sequence[Line], rows: Sequence[Line], max_pitch: float) -> UnruledTable | None:
    """Return the table of a header and its rows, None if its columns cannot be told apart."""
    value_lines = [line.words for line in rows if line.values]
    columns = value_columns(value_lines)
    if columns is None:
        return None
    label_right = max(
        (word.x1 for line in value_lines for word in line if word.center < columns[0].x0), default=None
    )
    words = [word for line in header for word in line.words]
    is_head = [_is_above_labels(word, columns, label_right) for word in words]
    heads = stack_words(compress(words, is_head), max_pitch)
    stacks = stack_words(compress(words, map(not_, is_head)), max_pitch)
    captions = _captions([*heads, *stacks], columns, label_right)
    heads = [stack for stack in heads if stack not in captions]
    stacks = [stack for stack in stacks if stack not in captions]
    leaves = leaf_stacks(stacks, columns)
    columns = with_blank_columns(columns, leaves)
    table = table_rows([line.words for line in rows], columns, max_pitch)
    cells = tuple(_cells(list(header_cells(stacks, leaves, columns)), heads, table, len(columns)))
    numbers = {word.line for stack in captions for word in stack.words}
    caption = [line for line in header if line.words[0].line in numbers]
    return UnruledTable(caption, Grid(GridKind.SPANS, cells))


def _is_above_labels(word: Word, columns: Sequence[Span], label_right: float | None) -> bool:
    """Return whether a word of the header is above the labels, not above the values."""
    return label_right is not None and word.x0 < label_right and word.center < columns[0].x0


def _captions(stacks: Sequence[Stack], columns: Sequence[Span], label_right: float | None) -> list[Stack]:
    """Return the texts at the top that are above the whole table, or above none of its columns."""
    ordered = sorted(stacks, key=lambda stack: stack.first_y)
    captions: list[Stack] = []
    for stack, below in pairwise(ordered):
        if stack.last_y >= below.first_y or not _is_caption(stack, columns, label_right):
            break
        captions.append(stack)
    return captions


def _is_caption(stack: Stack, columns: Sequence[Span], label_right: float | None) -> bool:
    over = columns_over(stack.span, columns)
    if not over or (label_right is not None and stack.x0 < label_right):
        return True
    own_center = (columns[over[0]].x0 + columns[over[-1]].x1) / 2
    width = min(column.x1 - column.x0 for column in columns)
    return abs(stack.span.center - own_center) > _MAX_OFF_CENTER * max(width, stack.size)


def _cells(
    levels: Sequence[Sequence[PlacedHeader]], heads: Sequence[Stack], rows: Sequence[UnruledRow], width: int
) -> Iterator[Cell]:
    """Yield the cells of a table: the labels before the values, with as many columns as a row has labels."""
    label_width = max((len(row.labels) for row in rows), default=0)
    label_width = max(label_width, bool(heads))
    number = 0
    for level in levels or ([[]] if heads else []):
        if number == max(len(levels) - 1, 0) and heads:
            text = " ".join(stack.text for stack in sorted(heads, key=lambda stack: stack.x0))
            yield Cell(text, number, 0, 1, label_width)
        for cell in level:
            yield Cell(cell.stack.text, number, label_width + cell.first, 1, cell.last - cell.first + 1)
        number += 1
    for row in rows:
        yield from _label_cells(row.labels, number, label_width)
        for column in range(width):
            yield Cell(join_words(row.cells.get(column, ())), number, label_width + column)
        number += 1


def _label_cells(labels: Sequence[Stack], number: int, width: int) -> Iterator[Cell]:
    """Yield the labels of a row; the last one has all columns that are left."""
    texts = [stack.text for stack in labels] or [""]
    for place, text in enumerate(texts[:width]):
        is_last = place == len(texts) - 1
        yield Cell(text, number, place, 1, width - place if is_last else 1)
