"""The statistics table of old reports: every number with its label, unit and column, and no idea of rows.

Local tables differ from the national one, and labels of the national one from place to place; so labels are
kept as printed, and what stands below what follows from how they are numbered and where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.extraction.cells import Reading, read_cell
from archive.extraction.legacy.labels import is_foot, is_unit, printed
from archive.extraction.legacy.rows import Head, Line, continued, head_of, lines_of
from archive.extraction.legacy.stream import stream_lines, stream_of
from archive.extraction.sections import Placed
from archive.forms import Column, Term
from archive.forms.legacy import legacy
from archive.model import Cell, GridKind, LegacyCell, Position, State
from archive.text.normalise import norm, tidy

_BARE = re.compile(r"\(?其中:?")
_UNIT_IN_LABEL = re.compile(r"\((?:单位:)?([^()]{1,3})\)$")
# Depths of labels that no number gives: beside a 其中：…, or below a bare 其中.
_WITHIN, _LOOSE = 5, 6
# Labels further to the right belong to those on their left, however both are numbered.
_COLUMN = 10


@dataclass(frozen=True, slots=True)
class LegacyTable:
    """The cells of the table in reading order, the grids that hold it, and what these say beside it."""

    cells: tuple[LegacyCell, ...]
    grids: frozenset[int]
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    depth: int

    @property
    def bare(self) -> bool:
        return _BARE.fullmatch(norm(self.text)) is not None


_Path = tuple[_Label, ...]


def legacy_table(placed: Sequence[Placed]) -> LegacyTable:
    """The statistics table in `placed`, which may be cut into several grids."""
    found, above = _lines(placed)
    lines = [line for line in found if not _is_foot(line)]
    left = (*above, *(_text(line) for line in found if _is_foot(line)))
    paths = list(_paths(lines))
    cells = [
        cell
        for line, (path, after) in zip(lines, pairwise((*paths, ())), strict=True)
        if not (_is_heading(line) and len(after) > len(path) and after[: len(path)] == path)
        for cell in _cells(line, path)
    ]
    return LegacyTable(tuple(cells), frozenset(line.grid for line in lines), left)


def _lines(placed: Sequence[Placed]) -> tuple[list[Line], list[str]]:
    """The rows of the table, and the lines above its header: 填报单位：…"""
    found: list[Line] = []
    above: list[str] = []
    head: Head | None = None
    for one in placed:
        if one.grid.kind is GridKind.STREAM:
            stream = stream_of(one)
            found += stream_lines(one.number, stream) if stream else ()
            above += [tidy(cell.text) for cell in stream.above if cell.text.strip()] if stream else ()
            continue
        here = head_of(one.grid) or continued(one.grid, head)
        if here is not None:
            head = here
            found += lines_of(one, here)
            above += [tidy(cell.text) for cell in one.grid.cells if cell.row < here.top and cell.text.strip()]
    return found, above


def _is_foot(line: Line) -> bool:
    return bool(line.labels) and is_foot(line.labels[0].text)


def _text(line: Line) -> str:
    cells = (*line.labels, *(value.cell for value in line.values))
    return " | ".join(tidy(cell.text) for cell in cells if cell.text.strip())


def _is_heading(line: Line) -> bool:
    """Whether a line says nothing but its label: a heading, where others stand below it."""
    return not line.unit and all(_read(value.cell, "").state in _NOTHING for value in line.values)


_NOTHING = (State.BLANK, State.DASH)


def _paths(lines: Iterable[Line]) -> Iterator[_Path]:
    """The labels above each line and its own, outermost first."""
    stack: list[_Label] = []
    for line in lines:
        for cell in line.labels:
            depth = _depth(cell, stack, line.ruled)
            while stack and stack[-1].depth >= depth:
                stack.pop()
            stack.append(_Label(printed(cell.text), depth))
        yield tuple(stack)


def _depth(cell: Cell, stack: Sequence[_Label], ruled: bool) -> int:
    offset = cell.column * _COLUMN if ruled else 0
    plain = norm(cell.text)
    last = stack[-1] if stack else None
    for opens, depth in legacy().statistics.levels:
        if opens.match(plain):
            # 其中 stands below the row above it, even where that is printed further to the right.
            above = last.depth // _COLUMN * _COLUMN if last and depth == _WITHIN else 0
            return max(offset, above) + depth
    if last and (last.bare or last.depth == offset + _LOOSE):
        return offset + _LOOSE
    return offset + (_WITHIN if any(0 < one.depth - offset < _WITHIN for one in stack) else 0)


def _cells(line: Line, path: _Path) -> Iterator[LegacyCell]:
    label = path[-1].text if path else ""
    unit = line.unit or _unit_in(label)
    for value in line.values:
        reading = _read(value.cell, unit) if value.certain else Reading(State.UNCERTAIN)
        yield LegacyCell(
            path=tuple(one.text for one in path[:-1]),
            label=label,
            unit=unit,
            column=value.column,
            state=reading.state,
            raw=value.cell.text.strip(),
            number=reading.number,
            position=Position(line.grid, value.cell.row, value.cell.column),
        )


def _unit_in(label: str) -> str:
    """The unit that a label states in brackets, in tables without a column of units."""
    match = _UNIT_IN_LABEL.search(norm(label))
    return match[1] if match and is_unit(match[1]) else ""


def _read(cell: Cell, unit: str) -> Reading:
    """What the cell says in `unit`, which it may repeat: 3件."""
    money = unit in legacy().statistics.money
    column = Column(Term("value", "", ""), unit if money else "", "amount" if money else "count")
    return read_cell(cell.text.strip().removesuffix(unit) if not money else cell.text, column)
