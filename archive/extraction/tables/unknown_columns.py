"""Finds columns in a table header that the form does not have.

If all applicants of one kind are blank, a table with an additional column can be read as a narrower table,
shifted by one column: only its header shows it. Broken headers are common, so a text counts only next to
known columns, and only if it is not similar to any known text of the header.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.forms import FormTable, TableLayout
from archive.model import Cell, Grid, GridKind
from archive.text import normalise_text

# 自然人 and 总计 are in the upper line of the header of table 3, the kinds of organisations in the lower.
_MIN_KNOWN_COLUMNS = 2
_MIN_SIMILARITY = 0.5


def unknown_columns(grids: Iterable[PlacedGrid], table: FormTable, dictionary: LabelDictionary) -> list[str]:
    """Header texts among known columns that are no column of `table`, as printed."""
    if table.layout is not TableLayout.ROWS:
        return []
    columns = _column_labels(table)
    known = columns | header_texts(table.key) | dictionary.foreign_labels
    found = (
        _unknown_texts(line, columns, known)
        for placed_grid in grids
        for line in _header_lines(placed_grid.grid)
    )
    return list(dict.fromkeys(text for some in found for text in some))


def _header_lines(grid: Grid) -> Iterator[list[Cell]]:
    """Yield the lines before the first one with a value; none if the grid has no lines."""
    if grid.kind is GridKind.STREAM:
        return
    for line in grid.rows():
        if any(is_value(cell.text) and cell.text.strip() for cell in line):
            return
        yield line


def _column_labels(table: FormTable) -> frozenset[str]:
    return frozenset(
        normalise_text(label) for column in table.rows[0].columns for label in column.term.labels
    )


def _unknown_texts(line: Sequence[Cell], columns: frozenset[str], known: frozenset[str]) -> Iterator[str]:
    read_texts = [(cell.text.strip(), label_variants(cell.text)) for cell in line if cell.text.strip()]
    here = [not columns.isdisjoint(read) for _, read in read_texts]
    if sum(here) < _MIN_KNOWN_COLUMNS:
        return
    for text, read in read_texts[here.index(True) :]:
        if known.isdisjoint(read) and not any(
            _is_similar(variant, label) for variant in read for label in known
        ):
            yield text


def _is_similar(text: str, label: str) -> bool:
    return text in label or label in text or SequenceMatcher(None, text, label).ratio() >= _MIN_SIMILARITY
