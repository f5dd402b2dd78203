"""Reads tables as Word writes them to plain text: a tab begins a cell, an empty line ends a row.

Seen in seed 003.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Cell, Grid, GridKind
from archive.readers.common import clean_line

NAME = "tabs"

_SENTENCE_ENDS = ("。", "；", "！", "？")


def table_length(lines: Sequence[str], start: int) -> int:
    """Return the number of lines from `start` (which begins with a tab) to the end of the run.

    An empty line ends only a row if the next line begins with a tab.
    """
    end = start + 1
    while end < len(lines):
        is_empty = not lines[end].strip() and not lines[end].startswith("\t")
        if is_empty and not (end + 1 < len(lines) and lines[end + 1].startswith("\t")):
            break
        end += 1
    return end - start


def can_read(lines: Sequence[str]) -> bool:
    """Return whether the run is a table: several rows and cells, and few cells that end a sentence.

    Prose indented with tabs looks the same, line by line.
    """
    rows = _rows(lines)
    cells = [text for row in rows for text in row]
    sentences = sum(text.endswith(_SENTENCE_ENDS) for text in cells)
    return len(rows) > 1 and any(len(row) > 1 for row in rows) and sentences * 4 <= len(cells)


def read(lines: Sequence[str]) -> Grid:
    """Return the run as a stream of cells; `row` is the printed row, and a cell keeps its line feeds."""
    return Grid(
        GridKind.STREAM,
        tuple(
            Cell(text, row=number, column=column)
            for number, row in enumerate(_rows(lines))
            for column, text in enumerate(row)
        ),
    )


def _rows(lines: Sequence[str]) -> list[list[str]]:
    rows: list[list[list[str]]] = [[]]
    for line in lines:
        if line.startswith("\t"):
            rows[-1].extend([clean_line(text)] for text in line[1:].split("\t"))
        elif not line.strip():
            rows.append([])
        else:
            rows[-1][-1].append(clean_line(line))
    return [["\n".join(parts).strip() for parts in row] for row in rows if row]
