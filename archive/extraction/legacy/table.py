"""The statistics table of old reports: every number with its label, unit and column, and no idea of rows.

Local tables differ from the national one, and labels of the national one from place to place; so labels are
kept as printed, and what stands below what follows from how they are numbered and where they stand.
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
# Depths of labels that no number gives: beside a 其中：…, or below a bare 其中.
_OF_WHICH_DEPTH, _BELOW_BARE_DEPTH = 5, 6
# Labels further to the right belong to those on their left, however both are numbered.
_DEPTH_PER_COLUMN = 10


@dataclass(frozen=True, slots=True)
class LegacyTable:
    """The cells of the table in reading order, the grids that hold it, and what these say beside it."""

    cells: tuple[LegacyCell, ...]
    grids: frozenset[int]
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _PathLabel:
    text: str
    depth: int

    @property
    def is_bare(self) -> bool:
        return _BARE_OF_WHICH.fullmatch(normalise_text(self.text)) is not None


_Path = tuple[_PathLabel, ...]


def read_statistics_table(placed_grids: Sequence[PlacedGrid]) -> LegacyTable:
    """The statistics table in `placed`, which may be cut into several grids."""
    found, above = _table_rows(placed_grids)
    lines = [line for line in found if not _is_footer_row(line)]
    left = (*above, *(_row_text(line) for line in found if _is_footer_row(line)))
    paths = list(_label_paths(lines))
    cells = [
        cell
        for line, (path, after) in zip(lines, pairwise((*paths, ())), strict=True)
        if not (_is_heading_row(line) and len(after) > len(path) and after[: len(path)] == path)
        for cell in _legacy_cells(line, path)
    ]
    return LegacyTable(tuple(cells), frozenset(line.grid for line in lines), left)


def _table_rows(placed_grids: Sequence[PlacedGrid]) -> tuple[list[StatisticsRow], list[str]]:
    """The rows of the table, and the lines above its header: 填报单位：…"""
    found: list[StatisticsRow] = []
    above: list[str] = []
    head: StatisticsHeader | None = None
    for placed_grid in placed_grids:
        if placed_grid.grid.kind is GridKind.STREAM:
            stream = find_stream(placed_grid)
            found += read_stream_rows(placed_grid.number, stream) if stream else ()
            above += (
                [collapse_whitespace(cell.text) for cell in stream.cells_above if cell.text.strip()]
                if stream
                else ()
            )
            continue
        here = find_header(placed_grid.grid) or continue_header(placed_grid.grid, head)
        if here is not None:
            head = here
            found += read_rows(placed_grid, here)
            above += [
                collapse_whitespace(cell.text)
                for cell in placed_grid.grid.cells
                if cell.row < here.first_row and cell.text.strip()
            ]
    return found, above


def _is_footer_row(row: StatisticsRow) -> bool:
    return bool(row.labels) and is_footer(row.labels[0].text)


def _row_text(row: StatisticsRow) -> str:
    cells = (*row.labels, *(value.cell for value in row.values))
    return " | ".join(collapse_whitespace(cell.text) for cell in cells if cell.text.strip())


def _is_heading_row(row: StatisticsRow) -> bool:
    """Whether a line says nothing but its label: a heading, where others stand below it."""
    return not row.unit and all(_read_value(value.cell, "").state in _EMPTY_STATES for value in row.values)


_EMPTY_STATES = (State.BLANK, State.DASH)


def _label_paths(lines: Iterable[StatisticsRow]) -> Iterator[_Path]:
    """The labels above each line and its own, outermost first."""
    stack: list[_PathLabel] = []
    for line in lines:
        for cell in line.labels:
            depth = _label_depth(cell, stack, line.has_columns)
            while stack and stack[-1].depth >= depth:
                stack.pop()
            stack.append(_PathLabel(printed_label(cell.text), depth))
        yield tuple(stack)


def _label_depth(cell: Cell, stack: Sequence[_PathLabel], has_columns: bool) -> int:
    offset = cell.column * _DEPTH_PER_COLUMN if has_columns else 0
    plain = normalise_text(cell.text)
    last = stack[-1] if stack else None
    for opens, depth in legacy_form().statistics.levels:
        if opens.match(plain):
            # 其中 stands below the row above it, even where that is printed further to the right.
            above = (
                last.depth // _DEPTH_PER_COLUMN * _DEPTH_PER_COLUMN
                if last and depth == _OF_WHICH_DEPTH
                else 0
            )
            return max(offset, above) + depth
    if last and (last.is_bare or last.depth == offset + _BELOW_BARE_DEPTH):
        return offset + _BELOW_BARE_DEPTH
    return offset + (
        _OF_WHICH_DEPTH if any(0 < node.depth - offset < _OF_WHICH_DEPTH for node in stack) else 0
    )


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
    """The unit that a label states in brackets, in tables without a column of units."""
    match = _UNIT_IN_LABEL.search(normalise_text(label))
    return match[1] if match and is_unit(match[1]) else ""


def _read_value(cell: Cell, unit: str) -> CellValue:
    """What the cell says in `unit`, which it may repeat: 3件."""
    money = unit in legacy_form().statistics.money_units
    column = FormColumn(Term("value", "", ""), unit if money else "", "amount" if money else "count")
    return read_cell(cell.text.strip().removesuffix(unit) if not money else cell.text, column)
