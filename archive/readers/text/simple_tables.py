"""Reads the simple tables of reStructuredText: columns under rules of `=====`, without bars.

The rules say where each column begins, in places of which an ideograph takes two. A backslash stands for an
empty cell at the beginning of a row; otherwise a line that begins with an empty cell continues the row above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from archive.model import Cell, Grid, GridKind
from archive.readers.text import markdown

NAME = "simple"

_RULE = re.compile(r"={2,}(?: +={2,})+")
_SPAN_RULE = re.compile(r"-{2,}(?: +-{2,})*")
_MAX_LINES = 5000


def is_rule(line: str) -> bool:
    """Return whether the line is a rule of at least two columns."""
    return line.startswith("==") and _RULE.fullmatch(line.rstrip()) is not None


def table_length(lines: Sequence[str], start: int) -> int:
    """Return the number of lines from the rule at `start` to the last one like it before an empty line."""
    end = start + 1
    last_rule = start
    while end < len(lines) and end - start < _MAX_LINES and lines[end].strip():
        if lines[end].rstrip() == lines[start].rstrip():
            last_rule = end
        elif is_rule(lines[end]):
            break
        end += 1
    return last_rule - start + 1


def can_read(lines: Sequence[str]) -> bool:
    """Return whether there are rows between two rules, and no text crosses the border of two columns."""
    if len(lines) < 3 or not is_rule(lines[-1]):
        return False
    starts = _column_starts(lines[0])
    rows = [line for line in lines if not is_rule(line) and not _SPAN_RULE.fullmatch(line.strip())]
    return bool(rows) and all(_split(line, starts) is not None for line in rows)


def read(lines: Sequence[str]) -> Grid:
    """Return the table as a grid of all cells, including empty ones: merged cells look like empty cells."""
    starts = _column_starts(lines[0])
    rows: list[list[str]] = []
    for line in lines:
        texts = None if is_rule(line) or _SPAN_RULE.fullmatch(line.strip()) else _split(line, starts)
        if texts is None:
            continue
        if not texts[0] and rows:
            rows[-1] = ["".join(parts) for parts in zip(rows[-1], texts, strict=True)]
        else:
            rows.append(texts)
    return Grid(
        GridKind.FLAT,
        tuple(
            Cell("" if text == "\\" else markdown.cell_text(text), number, column)
            for number, row in enumerate(rows)
            for column, text in enumerate(row)
        ),
    )


def _column_starts(rule: str) -> list[int]:
    return [match.start() for match in re.finditer("=+", rule)]


def _split(line: str, starts: Sequence[int]) -> list[str] | None:
    """Return the texts of a line by column, None if the place before a column is not empty."""
    parts: list[list[str]] = [[] for _ in starts]
    place, column = 0, 0
    for character in line.rstrip():
        while column + 1 < len(starts) and place >= starts[column + 1]:
            column += 1
        if column + 1 < len(starts) and place == starts[column + 1] - 1 and character != " ":
            return None
        parts[column].append(character)
        place += 2 if east_asian_width(character) in "WF" else 1
    return ["".join(part).strip() for part in parts]
