"""Columns that a report prints and its form does not have, by the header that they stand in.

Where all applicants of one kind are blank, a table with a column too many can be read as one that is
narrower, shifted by one: only its header tells. Broken headers are common, so a text counts only beside
known columns, and when it resembles none of the header's own texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from archive.extraction.cells import is_value
from archive.extraction.labels import Labels, headers, readings
from archive.extraction.sections import Placed
from archive.forms import Layout, Table
from archive.model import Cell, Grid, GridKind
from archive.text.normalise import norm

# 自然人 and 总计 stand in the upper line of the header of table 3, the kinds of organisations in the lower.
_FEWEST = 2
_ALIKE = 0.5


def strange_columns(grids: Iterable[Placed], table: Table, dictionary: Labels) -> list[str]:
    """Header texts among known columns that are no column of `table`, as printed."""
    if table.layout is not Layout.ROWS:
        return []
    columns = _columns(table)
    known = columns | headers(table.key) | dictionary.elsewhere
    found = (_strange(line, columns, known) for one in grids for line in _header(one.grid))
    return list(dict.fromkeys(text for some in found for text in some))


def _header(grid: Grid) -> Iterator[list[Cell]]:
    """The lines in front of the first that holds a value, where lines are known."""
    if grid.kind is GridKind.STREAM:
        return
    for line in grid.lines():
        if any(is_value(cell.text) and cell.text.strip() for cell in line):
            return
        yield line


def _columns(table: Table) -> frozenset[str]:
    return frozenset(norm(label) for column in table.rows[0].columns for label in column.term.labels)


def _strange(line: Sequence[Cell], columns: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    said = [(cell.text.strip(), readings(cell.text)) for cell in line if cell.text.strip()]
    here = [not columns.isdisjoint(read) for _, read in said]
    if sum(here) < _FEWEST:
        return
    for text, read in said[here.index(True) :]:
        if known.isdisjoint(read) and not any(_alike(one, label) for one in read for label in known):
            yield text


def _alike(one: str, label: str) -> bool:
    return one in label or label in one or SequenceMatcher(None, one, label).ratio() >= _ALIKE
