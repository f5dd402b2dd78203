"""Reads tables copied from a spreadsheet: a tab for each column, also for those of merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from archive.model import Cell, Grid, GridKind
from archive.readers.common import clean_line, is_prose_cell

NAME = "tabgrid"

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_MERGED = re.compile(r"^\t|\t(?:\t|$)")


def table_length(lines: Sequence[str], start: int) -> int:
    """Return the number of lines from `start` with equally many tabs, 0 if they are no grid with blank cells.

    A line of prose that is filled up with tabs is none of them. Next to lines with fewer or more tabs it is a
    table copied from a page, where a row has no tabs for the merged cells above it.
    """
    columns = lines[start].count("\t") + 1
    if columns < _MIN_COLUMNS or (start and _has_tabs(lines[start - 1])):
        return 0
    first = list(islice(_rows(lines, start, columns), _MIN_ROWS))
    if len(first) < _MIN_ROWS or not any(_MERGED.search(line) for line in first):
        return 0
    end = start + sum(1 for _ in _rows(lines, start, columns))
    return 0 if end < len(lines) and _has_tabs(lines[end]) else end - start


def can_read(lines: Sequence[str]) -> bool:
    """Return whether some row has several cells with text: a list indented with tabs has none."""
    return any(sum(1 for text in line.split("\t") if text.strip()) > 1 for line in lines)


def read(lines: Sequence[str]) -> Grid:
    """Return the run as a grid without spans."""
    return Grid(
        GridKind.FLAT,
        tuple(
            Cell(clean_line(text), row=number, column=column)
            for number, line in enumerate(lines)
            for column, text in enumerate(line.split("\t"))
        ),
    )


def _rows(lines: Sequence[str], start: int, columns: int) -> Iterator[str]:
    """Yield the lines from `start` on as far as they have this number of columns and are no prose."""
    for number in range(start, len(lines)):
        line = lines[number]
        if line.count("\t") + 1 != columns or _is_prose(line):
            return
        yield line


def _has_tabs(line: str) -> bool:
    """Return whether a line has tabs between its texts."""
    return "\t" in line.rstrip("\t") and not _is_prose(line)


def _is_prose(line: str) -> bool:
    text = line.rstrip("\t")
    return "\t" not in text and (text.endswith("。") or is_prose_cell(text))
