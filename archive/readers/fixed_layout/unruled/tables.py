"""Finds the tables among the lines of a text and makes a grid of each, with the header above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.model import Grid
from archive.readers.common import MAX_ROWS
from archive.readers.fixed_layout.text_lines import TextLine
from archive.readers.fixed_layout.unruled.grids import build_table
from archive.readers.fixed_layout.unruled.lines import Line, max_line_pitch, measure_lines
from archive.readers.fixed_layout.unruled.rows import MAX_NUMBER_PITCH
from archive.readers.fixed_layout.unruled.words import is_value, overlaps

_MIN_ROWS, _MIN_VALUES_OF_ONE_ROW = 3, 5
# A header has at most this many lines, without the caption above it.
_MAX_HEADER_LINES = 16
# In units of the size of the characters: a larger space is above a table, not in its header.
_MAX_HEADER_SPACE = 3.5
# Captions inside table 2 are set like its labels.
_ITEM_CAPTION = re.compile(r"第.{1,4}条")


@dataclass(slots=True)
class _Unit:
    """A run of rows with the lines of the header above it; both may be empty."""

    header: list[Line] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)


def split_unruled_tables(lines: Sequence[TextLine]) -> Iterator[list[TextLine] | Grid]:
    """Yield the lines in order, with a grid in place of the lines of each table.

    A table is what has values in columns. If its columns cannot be told apart, its lines stay text.
    """
    text: list[TextLine] = []
    for unit in _units(lines):
        if isinstance(unit, TextLine):
            text.append(unit)
            continue
        units, max_pitch = unit
        for part in units:
            table = build_table(part.header, part.rows, max_pitch)
            if table is None:
                text += (line.printed for line in (*part.header, *part.rows))
                continue
            yield [*text, *(line.printed for line in table.caption)]
            yield table.grid
            text = []
    yield text


def _units(lines: Sequence[TextLine]) -> Iterator[TextLine | tuple[list[_Unit], float]]:
    """Yield the lines outside of tables; for a region with tables, its parts and the pitch of its lines."""
    if not any(is_value(line.text.rpartition(" ")[2]) for line in lines):
        yield from lines
        return
    measured = measure_lines(lines)
    regions = list(_table_regions(measured))
    max_pitch = max_line_pitch([line for start, end in regions for line in measured[start:end]])
    done = 0
    for start, end in regions:
        first = _header_start(measured, done, start)
        end = _last_row_end(measured, end, max_pitch)
        yield from (line.printed for line in measured[done:first])
        yield _split_region(measured[first:end], max_pitch), max_pitch
        done = end
    yield from (line.printed for line in measured[done:])


def _table_regions(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield first and last row of each run of rows without a title or a sentence in between."""
    rows: list[int] = []
    for number, line in enumerate(lines):
        if line.ends_table:
            yield from _region(lines, rows)
            rows = []
        elif line.has_row:
            rows.append(number)
    yield from _region(lines, rows)


def _region(lines: Sequence[Line], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    is_table = len(rows) >= _MIN_ROWS or any(len(lines[row].values) >= _MIN_VALUES_OF_ONE_ROW for row in rows)
    if is_table and rows[-1] - rows[0] < 3 * MAX_ROWS:
        yield rows[0], rows[-1] + 1


def _header_start(lines: Sequence[Line], least: int, first_row: int) -> int:
    """Return the first line that can belong to the header above a row, or to its caption."""
    start = first_row
    while start > max(least, first_row - _MAX_HEADER_LINES):
        above = lines[start - 1]
        if above.ends_table or lines[start].y - above.y > _MAX_HEADER_SPACE * above.size:
            break
        start -= 1
    return start


def _last_row_end(lines: Sequence[Line], end: int, max_pitch: float) -> int:
    """Return the end of a region with the lines below the values of its last row that belong to it."""
    last = lines[end - 1]
    while end < len(lines) and not lines[end].ends_table:
        above, line = lines[end - 1], lines[end]
        if line.has_row or not _continues_row(above, line, [last], max_pitch):
            break
        end += 1
    return end


def _continues_label(above: Line, line: Line, left: float, max_pitch: float) -> bool:
    """Return whether a line has only words left of `left`, close below a line of the same page."""
    return (
        abs(line.y - above.y) <= max_pitch
        and line.printed.page == above.printed.page
        and all(word.center < left for word in line.words)
        and not _ITEM_CAPTION.match(line.printed.text)
    )


def _split_region(lines: Sequence[Line], max_pitch: float) -> list[_Unit]:
    """Return the parts of a region: a new one begins with each header."""
    rows = [number for number, line in enumerate(lines) if line.has_row]
    _, header, own = _split_header(lines[: rows[0]], None, lines[rows[0]], max_pitch)
    units = [_Unit(header, own)]
    for row, following in pairwise([*rows, len(lines)]):
        units[-1].rows.append(lines[row])
        if following == len(lines):
            units[-1].rows += lines[row + 1 :]
            continue
        upper, header, lower = _split_header(
            lines[row + 1 : following], lines[row], lines[following], max_pitch
        )
        units[-1].rows += upper
        if header and not _is_repeated(header, lines[row], units[-1].header):
            units.append(_Unit(header))
        units[-1].rows += lower
    return units


def _is_repeated(header: Sequence[Line], above: Line, known: Sequence[Line]) -> bool:
    """Return whether a header is printed again on the next page; its upper lines may be missing."""
    words = {word.text for line in known for word in line.words}
    return header[0].printed.page != above.printed.page and all(
        word.text in words for line in header for word in line.words
    )


def _split_header(
    lines: Sequence[Line], above: Line | None, below: Line, max_pitch: float
) -> tuple[list[Line], list[Line], list[Line]]:
    """Split the lines between two rows: those of the upper row, a header, those of the lower row.

    They are a header if one of them has a text above the values, else all belong to the rows.
    """
    rows = [row for row in (above, below) if row is not None]
    left = min(row.values[0].x0 for row in rows)
    if above is not None and all(_belongs_to_rows(line, rows, left) for line in lines):
        return list(lines), [], []
    start, end = 0, len(lines)
    previous, following = above, below
    while previous is not None and start < end and _continues_row(previous, lines[start], rows, max_pitch):
        previous = lines[start]
        start += 1
    while start < end and _continues_row(following, lines[end - 1], rows, max_pitch):
        following = lines[end - 1]
        end -= 1
    return list(lines[:start]), list(lines[start:end]), list(lines[end:])


def _belongs_to_rows(line: Line, rows: Sequence[Line], left: float) -> bool:
    """Return whether a line has only parts of labels, or parts of the numbers of a row next to it."""
    return all(word.center < left for word in line.words) or _is_part_of_numbers(line, rows)


def _is_part_of_numbers(line: Line, rows: Sequence[Line]) -> bool:
    return line.is_number_row and all(
        any(overlaps(word, value) for row in rows for value in row.values) for word in line.words
    )


def _continues_row(beside: Line, line: Line, rows: Sequence[Line], max_pitch: float) -> bool:
    """Return whether a line next to another line of a row belongs to the row too."""
    left = min(row.values[0].x0 for row in rows)
    if _continues_label(beside, line, left, max_pitch):
        return True
    is_close = abs(line.y - beside.y) <= max(max_pitch, MAX_NUMBER_PITCH * line.size)
    return is_close and line.printed.page == beside.printed.page and _is_part_of_numbers(line, rows)
