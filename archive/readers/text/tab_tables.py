"""Tables as Word's plain text prints them: a TAB opens a cell, an empty line ends the row (seed 003)."""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Cell, Grid, GridKind
from archive.readers.common import clean_line

NAME = "tabs"

_SENTENCE_ENDS = ("。", "；", "！", "？")


def table_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start`, which opens with a TAB, are of the run; an empty line ends only a row."""
    place = start + 1
    while place < len(lines):
        closes = not lines[place].strip() and not lines[place].startswith("\t")
        if closes and not (place + 1 < len(lines) and lines[place + 1].startswith("\t")):
            break
        place += 1
    return place - start


def can_read(lines: Sequence[str]) -> bool:
    """Whether the run is a table: rows, some with several cells, and few cells that end like a sentence.

    Prose indented with TABs looks the same, line by line.
    """
    rows = _rows(lines)
    cells = [text for row in rows for text in row]
    sentences = sum(text.endswith(_SENTENCE_ENDS) for text in cells)
    return len(rows) > 1 and any(len(row) > 1 for row in rows) and sentences * 4 <= len(cells)


def read(lines: Sequence[str]) -> Grid:
    """The run as a stream of cells; `row` is the printed row, and a cell keeps its line feeds."""
    return Grid(
        GridKind.STREAM,
        tuple(
            Cell(text, row=number, column=place)
            for number, row in enumerate(_rows(lines))
            for place, text in enumerate(row)
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
