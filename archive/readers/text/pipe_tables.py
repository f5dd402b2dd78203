"""Reads the two table formats that trafilatura writes with pipes.

One row or one cell on each line; the two may be mixed (seed 001 has both in one table). Row ends are only
hints: a run of pipes closes a row and says how many columns are missing, and one missing column looks like an
empty cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.model import Cell, Grid, GridKind

NAME = "pipes"

_ONLY_PIPES = re.compile(r"\|+")
_EMPTY_CELL_LINE = re.compile(r"\|\s+\|")
_TRAILING_PIPES = re.compile(r"\|+$")
_MIN_ROWS_OF_RECTANGLE = 3
_MIN_COLUMNS_OF_RECTANGLE = 3
# |---|---| of Markdown, |---+---| of Org.
_DIVIDER_ROW = re.compile(r"\|?(?:\s*:?-{2,}:?\s*[|+])+(?:\s*:?-{2,}:?\s*)?")


def is_table_line(line: str) -> bool:
    """Return whether the trimmed line is part of a table with pipes, in this dialect or in Markdown."""
    return line.endswith("|") or (line.startswith("|") and line.count("|") > 1)


def is_divider_row(line: str) -> bool:
    """Return whether the line is the row of dashes of Markdown or Org below the head of a table."""
    return "--" in line and _DIVIDER_ROW.fullmatch(line) is not None


def can_read(lines: Sequence[str]) -> bool:
    """Return whether this dialect can read the run: no divider row, or some cells on lines of their own."""
    has_divider = any(map(is_divider_row, lines))
    has_single_cells = any(_ONLY_PIPES.fullmatch(line) or not line.startswith("|") for line in lines)
    return has_single_cells if has_divider else len(lines) > 1 or lines[0].count("|") > 1


def read(lines: Sequence[str]) -> Grid:
    """Return the trimmed lines as a grid; `row` is the line, `column` the position in it.

    An empty cell alone between two separators gets column 1, because another empty cell may be in column 0.
    """
    if rectangle := _rectangle(lines):
        return Grid(GridKind.FLAT, tuple(rectangle))
    cells = []
    starts_with_pipe = lines[0] == "|"
    at_row_start = True
    for number, line in enumerate(lines):
        if starts_with_pipe and at_row_start and line == "|":
            at_row_start = False
            continue
        cells += [
            Cell(text, row=number, column=column, padding=padding)
            for column, (text, padding) in enumerate(
                _tokens(line), start=_EMPTY_CELL_LINE.fullmatch(line) is not None
            )
            if not is_divider_row(line)
        ]
        at_row_start = bool(cells) and cells[-1].padding
    return Grid(GridKind.STREAM, tuple(_without_surplus_blanks(cells, lines)))


def _rectangle(lines: Sequence[str]) -> list[Cell]:
    """Return the cells of rows with equally many bars, as Org and Textile write merged cells; else none.

    trafilatura moves what is right of a merged cell, so with it no row begins with a blank one.
    """
    rows = [line for line in lines if not is_divider_row(line)]
    if len(rows) < _MIN_ROWS_OF_RECTANGLE or len({line.count("|") for line in rows}) > 1:
        return []
    is_enclosed = all(len(line) > 1 and line[0] == line[-1] == "|" for line in rows)
    texts = [[text.strip() for text in line[1:-1].split("|")] for line in rows]
    if not is_enclosed or len(texts[0]) < _MIN_COLUMNS_OF_RECTANGLE or all(row[0] for row in texts):
        return []
    return [Cell(text, number, column) for number, row in enumerate(texts) for column, text in enumerate(row)]


def _without_surplus_blanks(cells: Sequence[Cell], lines: Sequence[str]) -> Iterator[Cell]:
    """Yield the cells without the blank ones after a filled row, if pipes enclose every row of the table.

    Only in a row without another blank it is certain that the blank at its end is the one too many.
    """
    widths = Counter(cell.row for cell in cells)
    votes = Counter(widths.values())
    most = max(votes.values(), default=0)
    usual = min((width for width, count in votes.items() if count == most), default=0)
    is_enclosed = all(len(line) > 1 and line[0] == line[-1] == "|" for line in lines)
    is_enclosed &= not any(cell.padding for cell in cells)
    filled: dict[int, list[int]] = {row: [] for row in widths}
    for cell in cells:
        if cell.text:
            filled[cell.row].append(cell.column)
    surplus_rows = {
        row
        for row, width in widths.items()
        if is_enclosed and width > usual and filled[row] == [*range(usual)]
    }
    yield from (cell for cell in cells if cell.text or cell.row not in surplus_rows)


def _tokens(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the cells of one line, each with whether it is a run of pipes that closes a row."""
    if _ONLY_PIPES.fullmatch(line):
        yield (line, True) if len(line) > 1 else ("", False)
        return
    body = line.removeprefix("|")
    match = _TRAILING_PIPES.search(body)
    trailing_pipes = match.group() if match else ""
    texts = [text.strip() for text in body[: len(body) - len(trailing_pipes)].split("|")]
    if len(trailing_pipes) > 1 and not texts[-1]:
        texts.pop()
    else:
        trailing_pipes = trailing_pipes[1:]
    yield from ((text, False) for text in texts)
    if trailing_pipes:
        yield (trailing_pipes, True) if len(trailing_pipes) > 1 else ("", False)
