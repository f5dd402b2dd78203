"""Reads the statistics table of old reports into cells, each with its label path, unit and column.

Local tables differ from the national one, and labels of the national one from place to place. Therefore
labels are kept as printed, and the path of a label follows from its ordinal and its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extraction.cells import CellValue, read_cell
from archive.extraction.legacy.labels import is_footer, is_unit, printed_label
from archive.extraction.legacy.rows import (
    StatisticsHeader,
    StatisticsRow,
    continue_header,
    find_header,
    read_rows,
)
from archive.extraction.legacy.stream import find_stream, read_stream_rows
from archive.extraction.sections import PlacedGrid
from archive.forms import FormColumn, Term, legacy_form
from archive.model import Cell, GridKind, LegacyCell, Position, State
from archive.text import collapse_whitespace, normalise_text

_BARE_OF_WHICH = re.compile(r"\(?其中:?")
_UNIT_IN_LABEL = re.compile(r"\((?:单位:)?([^()]{1,3})\)$")
# Depths of labels without ordinal: next to a label 其中：…, or below a bare 其中.
_OF_WHICH_DEPTH, _BELOW_BARE_DEPTH = 5, 6
# Labels further to the right belong to those on their left, whatever their ordinals are.
_DEPTH_PER_COLUMN = 10


@dataclass(frozen=True, slots=True)
class LegacyTable:
    """The cells of the table in reading order, the grids that contain it, their lines outside the table."""

    cells: tuple[LegacyCell, ...]
    grids: frozenset[int]
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _PathLabel:
    """A label and its depth. `list_level` is the level of a list that it begins: 其中：1.网站公开."""

    text: str
    depth: int
    is_numbered: bool
    is_heading: bool
    list_level: int = 0

    @property
    def is_bare(self) -> bool:
        return _BARE_OF_WHICH.fullmatch(normalise_text(self.text)) is not None


_Path = tuple[_PathLabel, ...]


def read_statistics_table(placed_grids: Sequence[PlacedGrid]) -> LegacyTable:
    """Read the statistics table, which may be split into several grids."""
    all_rows, lines_above = _table_rows(placed_grids)
    rows = [row for row in all_rows if not _is_footer_row(row)]
    leftovers = (*lines_above, *(_row_text(row) for row in all_rows if _is_footer_row(row)))
    paths = list(_label_paths(rows))
    cells = [
        cell
        for row, (path, next_path) in zip(rows, pairwise((*paths, ())), strict=True)
        if not (_is_heading_row(row) and len(next_path) > len(path) and next_path[: len(path)] == path)
        for cell in _legacy_cells(row, path)
    ]
    return LegacyTable(tuple(cells), frozenset(row.grid for row in rows), leftovers)


def _table_rows(placed_grids: Sequence[PlacedGrid]) -> tuple[list[StatisticsRow], list[str]]:
    """The rows of the table, and the lines above its header: 填报单位：…"""
    rows: list[StatisticsRow] = []
    lines_above: list[str] = []
    last_header: StatisticsHeader | None = None
    for placed_grid in placed_grids:
        if placed_grid.grid.kind is GridKind.STREAM:
            stream = find_stream(placed_grid)
            if stream:
                rows += read_stream_rows(placed_grid.number, stream)
                lines_above += _filled_texts(stream.cells_above)
            continue
        header = find_header(placed_grid.grid) or continue_header(placed_grid.grid, last_header)
        if header is not None:
            last_header = header
            rows += read_rows(placed_grid, header)
            lines_above += _filled_texts(
                cell for cell in placed_grid.grid.cells if cell.row < header.first_row
            )
    return rows, lines_above


def _filled_texts(cells: Iterable[Cell]) -> list[str]:
    return [collapse_whitespace(cell.text) for cell in cells if cell.text.strip()]


def _is_footer_row(row: StatisticsRow) -> bool:
    return bool(row.labels) and is_footer(row.labels[0].text)


def _row_text(row: StatisticsRow) -> str:
    cells = (*row.labels, *(value.cell for value in row.values))
    return " | ".join(_filled_texts(cells))


def _is_heading_row(row: StatisticsRow) -> bool:
    """True if a row has only a label; it is a heading if other rows are below it."""
    return not row.unit and all(_read_value(value.cell, "").state in _EMPTY_STATES for value in row.values)


_EMPTY_STATES = (State.BLANK, State.DASH)


def _label_paths(rows: Iterable[StatisticsRow]) -> Iterator[_Path]:
    """Yield for each row the labels above it and its own, outermost first."""
    stack: list[_PathLabel] = []
    for row in rows:
        for cell in row.labels:
            label = _place_label(cell, stack, row)
            while stack and stack[-1].depth >= label.depth:
                stack.pop()
            stack.append(label)
        yield tuple(stack)


def _place_label(cell: Cell, stack: Sequence[_PathLabel], row: StatisticsRow) -> _PathLabel:
    """The label with its depth; `stack` has the labels above it."""
    offset = cell.column * _DEPTH_PER_COLUMN if row.has_columns else 0
    plain, is_heading = normalise_text(cell.text), _is_heading_row(row)
    level = _level(plain)
    list_level = 0
    if level == _OF_WHICH_DEPTH:
        # 其中 belongs to the row above it, even if that is printed further to the right.
        above = stack[-1].depth // _DEPTH_PER_COLUMN * _DEPTH_PER_COLUMN if stack else 0
        depth = max(offset, above) + level
        list_level = _level(_BARE_OF_WHICH.sub("", plain, count=1))
    elif level:
        depth = _numbered_depth(level, offset, stack)
    else:
        depth = _unnumbered_depth(is_heading, offset, stack)
    return _PathLabel(printed_label(cell.text), depth, level > 0, is_heading, list_level)


def _level(plain: str) -> int:
    """The level of a label by its numbering; 0 if it has none."""
    levels = legacy_form().statistics.levels
    return next((level for opening, level in levels if opening.match(plain)), 0)


def _numbered_depth(level: int, offset: int, stack: Sequence[_PathLabel]) -> int:
    """The depth of a numbered label: that of its number, unless it is an item of a list that 其中 begins."""
    is_counted_further_out = any(label.depth == offset + level for label in stack)
    for label in reversed(() if is_counted_further_out else stack):
        if label.list_level == level:
            return label.depth
        if label.is_bare:
            return max(label.depth, offset + _OF_WHICH_DEPTH) + 1
    return offset + level


def _unnumbered_depth(is_heading: bool, offset: int, stack: Sequence[_PathLabel]) -> int:
    """The depth of a label without a number: that of its kind above it, else below a numbered one."""
    last = stack[-1] if stack else None
    if last and (last.is_bare or (last.depth == offset + _BELOW_BARE_DEPTH and not last.is_numbered)):
        return offset + _BELOW_BARE_DEPTH
    is_of_kind_above = any(
        label.depth == offset and not label.is_numbered and label.is_heading == is_heading for label in stack
    )
    has_number_above = any(0 < label.depth - offset < _OF_WHICH_DEPTH for label in stack)
    return offset + (_OF_WHICH_DEPTH if has_number_above and not is_of_kind_above else 0)


def _legacy_cells(row: StatisticsRow, path: _Path) -> Iterator[LegacyCell]:
    label = path[-1].text if path else ""
    unit = row.unit or _unit_from_label(label)
    for value in row.values:
        reading = _read_value(value.cell, unit) if value.is_certain else CellValue(State.UNCERTAIN)
        yield LegacyCell(
            path=tuple(node.text for node in path[:-1]),
            label=label,
            unit=unit,
            column=value.column,
            state=reading.state,
            raw=value.cell.text.strip(),
            number=reading.number,
            position=Position(row.grid, value.cell.row, value.cell.column),
        )


def _unit_from_label(label: str) -> str:
    """The unit in brackets at the end of a label, for tables without a column of units; empty if none."""
    match = _UNIT_IN_LABEL.search(normalise_text(label))
    return match[1] if match and is_unit(match[1]) else ""


def _read_value(cell: Cell, unit: str) -> CellValue:
    """Read a cell whose unit is `unit`; the cell may repeat it: 3件."""
    money = unit in legacy_form().statistics.money_units
    column = FormColumn(Term("value", "", ""), unit if money else "", "amount" if money else "count")
    return read_cell(cell.text.strip().removesuffix(unit) if not money else cell.text, column)
