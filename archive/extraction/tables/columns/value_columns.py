"""Select the cells after a label that hold the row's values.

Header texts are not used: in published reports they are broken more often than the values are. A row is
certain if it has the same layout as its neighbours and its values can start in only one place, according to
its own cells, to its neighbours, or to the sums. A lost or doubled cell changes the size of the row; such a
row gets no numbers, because an empty cell next to a lost one may be a label or a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from archive.extraction.tables.columns.value_columns_by_sum import StartCandidates, TableSums, starts_by_sum
from archive.extraction.tables.printed_rows import PrintedRow
from archive.model import Cell, GridKind

_V = TypeVar("_V", bound=Hashable)
# A layout is accepted if more than this share of the rows have it.
_MAJORITY_SHARE = 0.5


@dataclass(slots=True)
class RowLayout:
    """The layout that most rows of the grids share; a key without a majority is missing.

    By layout key: `start_columns` is the column where values start, `columns` the columns of all cells from
    there on. By grid: `line_widths` is the number of cells of a Markdown line, `stream_row_sizes` the number
    of cells of a padded row in a stream. In an unpadded grid every row ends with its values, behind one label
    or two.
    """

    start_columns: dict[Hashable, int] = field(default_factory=dict)
    columns: dict[Hashable, tuple[int, ...]] = field(default_factory=dict)
    line_widths: dict[Hashable, int] = field(default_factory=dict)
    stream_row_sizes: dict[int, int] = field(default_factory=dict)
    unpadded_grids: frozenset[int] = frozenset()


def infer_row_layout(rows: Sequence[tuple[PrintedRow, int]], sums: TableSums) -> RowLayout:
    """Return the layout of the grids that `rows` (each with its number of values) belong to.

    If no row of a kind shows in which column its values start, `sums` may decide it.
    """
    layout = RowLayout()
    ruled = [(row, width) for row, width in rows if row.kind is not GridKind.STREAM]
    sizes = dict(_majority((_layout_key(row, width), len(row.tail)) for row, width in ruled))
    usual = [(row, width) for row, width in ruled if len(row.tail) == sizes.get(_layout_key(row, width))]
    layout.start_columns.update(_majority(_unambiguous_starts(usual)))
    if any(_layout_key(row, width) not in layout.start_columns and row.filled_count for row, width in usual):
        layout.start_columns.update(starts_by_sum(list(_start_candidates(usual)), layout.start_columns, sums))
    layout.columns.update(
        _majority((_layout_key(row, width), _value_columns(row, width, layout)) for row, width in ruled)
    )
    flat = [(row, width) for row, width in ruled if row.kind is GridKind.FLAT]
    layout.line_widths.update(_majority((row.grid, row.label_count + len(row.tail)) for row, _ in flat))
    padded = {row.grid for row, width in flat if len(row.tail) != width}
    layout.unpadded_grids = frozenset(row.grid for row, _ in flat) - padded
    streams = [(row, width) for row, width in rows if row.kind is GridKind.STREAM]
    for grid in {row.grid for row, _ in streams}:
        total = _stream_row_size([(row, width) for row, width in streams if row.grid == grid])
        if total:
            layout.stream_row_sizes[grid] = total
    return layout


def select_value_cells(row: PrintedRow, width: int, layout: RowLayout) -> tuple[Cell, ...] | None:
    """Return the `width` cells that hold the row's values, or None if they cannot be identified."""
    if row.kind is GridKind.STREAM:
        return _select_from_stream(row, width, layout)
    starts = possible_starts(row.tail, width)
    key = _layout_key(row, width)
    if not starts or not _is_regular(row, width, layout):
        return None
    agreed = [start for start in starts if row.tail[start].column == layout.start_columns.get(key)]
    if agreed or (not row.filled_count and key not in layout.start_columns):
        start = (agreed or starts)[0]
        return row.tail[start : start + width]
    return None


def possible_starts(tail: Sequence[Cell], width: int) -> list[int]:
    """Return the indexes of the tail where values can start with only blanks left over."""
    if len(tail) == width:
        return [0]
    return [
        start
        for start in range(len(tail) - width + 1)
        if _is_blank(tail[:start]) and _is_blank(tail[start + width :])
    ]


def _select_from_stream(row: PrintedRow, width: int, layout: RowLayout) -> tuple[Cell, ...] | None:
    """In a stream the first cell after the label is the first value; separators at the end are not values."""
    tail = _tail_on_label_line(row)
    values, rest = tail[:width], tail[width:]
    if len(values) < width or any(cell.padding for cell in values) or not _is_blank(rest):
        return None
    if not has_consistent_line_starts((row.label, *values) if row.row else values):
        return None
    # The last row of a table is printed without padding (seed 004).
    is_unpadded_last_row = len(tail) == width and row.is_last and bool(values[-1].text.strip())
    total = layout.stream_row_sizes.get(row.grid)
    regular = len(tail) == width if total is None else row.label_count + len(tail) == total
    return values if is_unpadded_last_row or regular else None


def has_consistent_line_starts(cells: Sequence[Cell]) -> bool:
    """True if all lines start with the same column: `| |` between `0 |` is damaged, or two cells."""
    return len({cell.column for before, cell in pairwise(cells) if cell.row != before.row}) < 2


def _tail_on_label_line(row: PrintedRow) -> tuple[Cell, ...]:
    """The part of the tail that is on the label's own line; the whole tail if there is none."""
    line = tuple(cell for cell in row.tail if cell.row == row.label.row)
    return line if any(not cell.padding for cell in line) else row.tail


def _stream_row_size(rows: Sequence[tuple[PrintedRow, int]]) -> int | None:
    """The number of cells of a row, with labels and padding; None in a grid without padding."""
    sizes = Counter(row.label_count + len(_tail_on_label_line(row)) for row, _ in rows)
    total, padded = sizes.most_common(1)[0]
    bare = sum(1 for row, width in rows if len(_tail_on_label_line(row)) == width)
    return total if padded >= bare else None


def _is_regular(row: PrintedRow, width: int, layout: RowLayout) -> bool:
    is_flat = row.kind is GridKind.FLAT and row.grid not in layout.unpadded_grids
    if is_flat and row.label_count + len(row.tail) != layout.line_widths.get(row.grid):
        return False
    return _value_columns(row, width, layout) == layout.columns.get(_layout_key(row, width))


def _unambiguous_starts(rows: Iterable[tuple[PrintedRow, int]]) -> Iterator[tuple[Hashable, int]]:
    """Yield the first value column of each row that allows only one."""
    for row, width in rows:
        starts = possible_starts(row.tail, width)
        if len(starts) == 1:
            yield _layout_key(row, width), row.tail[starts[0]].column


def _start_candidates(rows: Iterable[tuple[PrintedRow, int]]) -> Iterator[StartCandidates]:
    for row, width in rows:
        fitting = {row.tail[n].column: row.tail[n : n + width] for n in possible_starts(row.tail, width)}
        yield StartCandidates(row.row, _layout_key(row, width), fitting, row.filled_count > 0)


def _value_columns(row: PrintedRow, width: int, layout: RowLayout) -> tuple[int, ...]:
    """The columns of the tail from the agreed start on; empty cells before it belong to the label."""
    start = layout.start_columns.get(_layout_key(row, width), 0)
    return tuple([cell.column for cell in row.tail if cell.column >= start])


def _layout_key(row: PrintedRow, width: int) -> Hashable:
    """Return what rows of equal layout have in common: in a grid with spans, the number of values.

    A Markdown grid has lost its spans, so only rows whose label is in the same column are compared: in seed
    002 values start in column 2 after a label in column 0 or 1, and in column 3 after a label in column 2.
    """
    return (row.grid, width) if row.kind is GridKind.SPANS else (row.grid, row.label.column)


def _majority(votes: Iterable[tuple[Hashable, _V]]) -> Iterator[tuple[Hashable, _V]]:
    """Yield for each layout key the value that more than half of its rows have, if there is one."""
    groups: dict[Hashable, list[_V]] = {}
    for key, value in votes:
        groups.setdefault(key, []).append(value)
    for key, values in groups.items():
        value = max(set(values), key=values.count)
        if values.count(value) > len(values) * _MAJORITY_SHARE:
            yield key, value


def _is_blank(cells: Iterable[Cell]) -> bool:
    return not any(cell.text.strip() for cell in cells)
