"""Compares the header of the table that the form prints as one row of values with the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.forms import FormTable
from archive.model import Cell
from archive.text import normalise_text

HeaderLines = Sequence[Sequence[Cell]]


def is_complete_header(lines: HeaderLines, table: FormTable, labels: LabelDictionary) -> bool:
    """True if a header names all blocks and results in the order of the form, and nothing else."""
    texts = [text for line in lines for text in _texts(line)]
    known = header_texts(table.key)
    columns = [key for text in texts for key in labels.names(text)[1]]
    rows = [key for text in texts for key in labels.names(text)[0]]
    return (
        columns == [column.key for row in table.rows for column in row.columns]
        and rows == [row.key for row in table.rows]
        and _is_ascending(_block_places(texts, table, labels))
        and all(any(labels.names(text)) or not known.isdisjoint(label_variants(text)) for text in texts)
    )


def has_other_order(lines: HeaderLines, table: FormTable, labels: LabelDictionary) -> bool:
    """True if a line names blocks or results, or pieces of results, in another order than the form."""
    return any(
        not _is_ascending(_block_places(texts, table, labels))
        or not _follows_form(_result_places(texts, table))
        or not _follows_form(_row_places(texts, table, labels))
        for texts in map(list, map(_texts, lines))
    )


def _texts(line: Iterable[Cell]) -> Iterator[str]:
    return (cell.text for cell in line if cell.text.strip() and not cell.padding)


def _block_places(texts: Iterable[str], table: FormTable, labels: LabelDictionary) -> Iterator[int]:
    """Yield for the name of each row, and of each group of rows, the place of its first row in the form."""
    for text in texts:
        label = next(filter(None, map(labels.labels_by_text.get, label_variants(text))), None)
        for place, row in enumerate(table.rows):
            if label and (row.key == label.row or label.group in {group.key for group in row.groups}):
                yield place
                break


def _row_places(texts: Iterable[str], table: FormTable, labels: LabelDictionary) -> Iterator[frozenset[int]]:
    rows = [row.key for row in table.rows]
    for text in texts:
        yield from (frozenset({rows.index(key)}) for key in labels.names(text)[0] if key in rows)


def _result_places(texts: Iterable[str], table: FormTable) -> Iterator[frozenset[int]]:
    """Yield the places of the columns that each text names or, if it names none, can be a piece of."""
    names = [tuple(map(normalise_text, column.term.labels)) for column in table.rows[0].columns]
    for text in texts:
        variants = label_variants(text)
        complete = frozenset(place for place, found in enumerate(names) if set(found) & set(variants))
        pieces = frozenset(
            place for place, found in enumerate(names) if any(variants[0] in name for name in found)
        )
        if complete or pieces:
            yield complete or pieces


def _follows_form(places: Iterable[frozenset[int]]) -> bool:
    """True if each text can be at the place after that of the text before it, or at the first place."""
    reached: frozenset[int] | None = None
    for possible in places:
        before = reached
        reached = (
            possible
            if before is None
            else frozenset(place for place in possible if place == 0 or place - 1 in before)
        )
        if not reached:
            return False
    return True


def _is_ascending(places: Iterable[int]) -> bool:
    return all(before <= after for before, after in pairwise(places))
