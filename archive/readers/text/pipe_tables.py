"""The two shapes in which trafilatura prints a table as text, through one tokenizer.

A row on one line, or a cell a line, mixed freely (seed 001 has both in one table). Row ends
are hints only: a run of pipes closes a row and says how many columns it lacks, so that with one column
missing it looks like an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.model import Cell, Grid, GridKind

NAME = "pipes"

_ONLY_PIPES = re.compile(r"\|+")
_EMPTY_CELL_LINE = re.compile(r"\|\s+\|")
_TRAILING_PIPES = re.compile(r"\|+$")
_DIVIDER_ROW = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")


def is_table_line(line: str) -> bool:
    """Whether the (trimmed) line is a piece of a table printed with pipes, of this dialect or of Markdown."""
    return line.endswith("|") or (line.startswith("|") and line.count("|") > 1)


def is_divider_row(line: str) -> bool:
    """Whether the line is Markdown's row of dashes below a table's head."""
    return "--" in line and _DIVIDER_ROW.fullmatch(line) is not None


def can_read(lines: Sequence[str]) -> bool:
    """Whether this dialect can read the run: it has no row of dashes, or cells on lines of their own."""
    ruled = any(map(is_divider_row, lines))
    single = any(_ONLY_PIPES.fullmatch(line) or not line.startswith("|") for line in lines)
    return single if ruled else len(lines) > 1 or lines[0].count("|") > 1


def read(lines: Sequence[str]) -> Grid:
    """The run of (trimmed) lines as a stream of cells; `row` is the line, `column` the place on it.

    An empty cell alone between two separators stands at place 1: at 0 another empty one may stand.
    """
    cells = []
    opened = lines[0] == "|"
    fresh = True
    for number, line in enumerate(lines):
        if opened and fresh and line == "|":
            fresh = False
            continue
        cells += [
            Cell(text, row=number, column=place, padding=padding)
            for place, (text, padding) in enumerate(
                _tokens(line), start=_EMPTY_CELL_LINE.fullmatch(line) is not None
            )
            if not is_divider_row(line)
        ]
        fresh = bool(cells) and cells[-1].padding
    return Grid(GridKind.STREAM, tuple(cells))


def _tokens(line: str) -> Iterator[tuple[str, bool]]:
    """The cells of one line, each with whether it is a run that closes a row."""
    if _ONLY_PIPES.fullmatch(line):
        yield (line, True) if len(line) > 1 else ("", False)
        return
    body = line.removeprefix("|")
    found = _TRAILING_PIPES.search(body)
    run = found.group() if found else ""
    texts = [text.strip() for text in body[: len(body) - len(run)].split("|")]
    if len(run) > 1 and not texts[-1]:
        texts.pop()
    else:
        run = run[1:]
    yield from ((text, False) for text in texts)
    if run:
        yield (run, True) if len(run) > 1 else ("", False)
