"""Reads tables drawn with `+---+` lines around every row, as pandoc and reStructuredText write them.

A cell may have several lines; a merged cell looks like empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.model import Cell, Grid, GridKind
from archive.readers.common import clean_line
from archive.readers.text import markdown

NAME = "grid"

_RULE = re.compile(r"\+(?:[-=:]{2,}\+)+")
_ESCAPE = re.compile(r"\\([*_`|\[\]<>#~-])")
_LATIN_BREAK = re.compile(r"(?<=[!-~])\n(?=[!-~])")


def is_rule(line: str) -> bool:
    """Return whether the trimmed line is a line between two rows."""
    return _RULE.fullmatch(line) is not None


def table_length(lines: Sequence[str], start: int) -> int:
    """Return the number of lines from `start` that begin with a corner or a bar."""
    end = start + 1
    while end < len(lines) and lines[end].lstrip().startswith(("+", "|")):
        end += 1
    return end - start


def can_read(lines: Sequence[str]) -> bool:
    """Return whether all rows have as many cells as the first rule has columns, and a rule ends the table.

    A cell that is merged over rows interrupts a rule: such a table is not read.
    """
    width = lines[0].count("+")
    if all(map(is_rule, lines)) or not is_rule(lines[-1]):
        return False
    return all(
        line.count("+") == width if is_rule(line) else line[0] == line[-1] == "|" and line.count("|") == width
        for line in lines
    )


def read(lines: Sequence[str]) -> Grid:
    """Return the trimmed lines as a grid of all cells, including empty ones."""
    return Grid(
        GridKind.FLAT,
        tuple(
            Cell(markdown.cell_text(text), number, column)
            for number, row in enumerate(_rows(lines))
            for column, text in enumerate(row)
        ),
    )


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    for is_between_rows, row in groupby(lines, key=is_rule):
        if not is_between_rows:
            yield [
                _cell_text(pieces) for pieces in zip(*(line.split("|")[1:-1] for line in row), strict=True)
            ]


def _cell_text(pieces: Sequence[str]) -> str:
    """Join the lines of a cell; only between Latin characters a blank was lost."""
    text = "\n".join(filter(None, map(clean_line, pieces)))
    return _ESCAPE.sub(r"\1", _LATIN_BREAK.sub(" ", text).replace("\n", ""))
