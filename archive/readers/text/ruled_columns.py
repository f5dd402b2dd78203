"""Reads tables whose columns are the runs of a rule, `----- ---- ---` of pandoc or `===== ====` of rst.

Cells are cut at the gaps of the rule, so that empty cells are seen; a Chinese character is two columns wide.
Lines of a row are joined where empty lines separate the rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.model import Cell, Grid, GridKind
from archive.readers.common import clean_line
from archive.readers.text import markdown

NAME = "columns"

_COLUMN_RULE = re.compile(r"\s*(?:-{2,}|={2,})(?:\s+(?:-{2,}|={2,}))+\s*")
_LONG_RULE = re.compile(r"\s*-{5,}\s*")
_LATIN_BREAK = re.compile(r"(?<=[!-~])\n(?=[!-~])")
_MAX_HEADER_LINES = 12
_MAX_LINES = 4000

_Span = tuple[int, int]


def table_length(lines: Sequence[str], start: int) -> int:
    """Return the number of lines of the table that begins at `start`, 0 if none does."""
    rule = _rule_below(lines, start)
    if rule is None:
        return 0
    has_frame = rule > start and _LONG_RULE.fullmatch(lines[start]) is not None
    is_closed = has_frame or rule == start
    last = _last_line(lines, rule + 1, is_closed=is_closed)
    return last - start + 1 if last > rule + is_closed else 0


def _rule_below(lines: Sequence[str], start: int) -> int | None:
    """Return the index of the rule of the columns: the line itself, or below the lines of the header."""
    if _COLUMN_RULE.fullmatch(lines[start]):
        return start
    if not lines[start].strip():
        return None
    is_framed = _LONG_RULE.fullmatch(lines[start]) is not None
    for index in range(start + 1, min(len(lines), start + 1 + (_MAX_HEADER_LINES if is_framed else 1))):
        if _COLUMN_RULE.fullmatch(lines[index]):
            return index
        if not lines[index].strip() or _LONG_RULE.fullmatch(lines[index]):
            return None
    return None


def _last_line(lines: Sequence[str], start: int, *, is_closed: bool) -> int:
    """Return the last line: the rule that closes the table or, if none does, the line before an empty one."""
    rules = 0
    for index in range(start, min(len(lines), start + _MAX_LINES)):
        line = lines[index]
        if is_closed and (_LONG_RULE.fullmatch(line) or _COLUMN_RULE.fullmatch(line)):
            rules += 1
            is_last = index + 1 == len(lines) or not lines[index + 1].strip()
            if is_last or rules > 1:
                return index
        elif not is_closed and not line.strip():
            return index - 1
    return -1 if is_closed else min(len(lines), start + _MAX_LINES) - 1


def can_read(lines: Sequence[str]) -> bool:
    """Return whether the text of each line is in the columns of the rule."""
    return _spans(lines) is not None


def read(lines: Sequence[str]) -> Grid:
    """Return the lines as a grid of all cells, including empty ones."""
    spans = _spans(lines) or ()
    rows = [[_join(pieces) for pieces in zip(*row, strict=True)] for row in _rows(lines, spans)]
    cells = (Cell(text, number, column) for number, row in enumerate(rows) for column, text in enumerate(row))
    return Grid(GridKind.FLAT, tuple(cells))


def _spans(lines: Sequence[str]) -> Sequence[_Span] | None:
    """Return the columns of the rule with most runs, None if a line has text between two of them."""
    rules = [line for line in lines if _COLUMN_RULE.fullmatch(line)]
    spans = max(([run.span() for run in re.finditer(r"[-=]+", rule)] for rule in rules), key=len)
    texts = [line for line in lines if line.strip() and not _is_rule(line)]
    return spans if texts and all(_cut(line, spans) is not None for line in texts) else None


def _rows(lines: Sequence[str], spans: Sequence[_Span]) -> Iterator[list[list[str]]]:
    """Yield the lines of each row, cut into pieces."""
    has_gaps = any(not line.strip() for line in lines)
    is_restructured = any(line.lstrip().startswith("=") for line in lines)
    for is_between_rows, run in groupby(lines, key=lambda line: not line.strip() or _is_rule(line)):
        if is_between_rows:
            continue
        row: list[list[str]] = []
        for line in run:
            pieces = _cut(line, spans) or []
            continues = has_gaps or (is_restructured and not pieces[0])
            if row and not continues:
                yield row
                row = []
            row.append(pieces)
        yield row


def _is_rule(line: str) -> bool:
    return _COLUMN_RULE.fullmatch(line) is not None or _LONG_RULE.fullmatch(line) is not None


def _cut(line: str, spans: Sequence[_Span]) -> list[str] | None:
    """Return the text in each column, None if there is text outside of them."""
    pieces: list[list[str]] = [[] for _ in spans]
    column = 0
    place = -1
    for character in line:
        while place + 1 < len(spans) and column >= spans[place + 1][0]:
            place += 1
        is_outside = place < 0 or (column >= spans[place][1] and place + 1 < len(spans))
        if not is_outside:
            pieces[place].append(character)
        elif not character.isspace():
            return None
        column += _width(character)
    return ["".join(piece).strip() for piece in pieces]


def _width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\ufeff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _join(pieces: Sequence[str]) -> str:
    """Join the lines of a cell; a backslash alone stands for an empty one."""
    text = "\n".join(clean_line(piece) for piece in pieces if piece not in ("", "\\"))
    return markdown.cell_text(_LATIN_BREAK.sub(" ", text).replace("\n", ""))
