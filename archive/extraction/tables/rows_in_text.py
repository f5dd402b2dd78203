"""Marks rows of a table that are printed as text: they are not read, but not absent either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.forms import FormTable
from archive.model import Figure, State
from archive.text import normalise_text

_MIN_LABEL_CHARS = 6
_SEPARATOR = re.compile(r"[\s|│┃｜:：]+")


def mark_rows_in_text(
    figures: Sequence[Figure],
    lines: Sequence[str],
    labels: LabelDictionary,
    labels_without_values: Iterable[str] = (),
) -> Sequence[Figure]:
    """Return the figures; absent ones are uncertain if `lines` have the label of their row and values.

    So are those of `labels_without_values`, of which other texts have nothing but the label.
    """
    rows = frozenset((*_rows_in_text(lines, labels), *labels_without_values))
    if not rows:
        return figures
    return [
        structs.replace(figure, state=State.UNCERTAIN)
        if figure.state is State.ABSENT and not figure.raw and figure.row in rows
        else figure
        for figure in figures
    ]


def rows_in_other_texts(
    figures: Iterable[Figure], placed_grids: Iterable[PlacedGrid], table: FormTable, labels: LabelDictionary
) -> frozenset[str]:
    """Return the absent rows whose label is a part of a text that is no label itself: labels run together."""
    absent = {figure.row for figure in figures if figure.state is State.ABSENT and not figure.raw}
    if not absent:
        return frozenset()
    texts = dict.fromkeys(cell.text for grid in placed_grids for cell in grid.grid.cells)
    others = "\n".join(normalise_text(text) for text in texts if not _is_known(text, table, labels))
    names = {key: map(normalise_text, table.rows_by_key[key].term.labels) for key in absent}
    return frozenset(
        key
        for key, variants in names.items()
        if any(len(name) >= _MIN_LABEL_CHARS and name in others for name in variants)
    )


def _is_known(text: str, table: FormTable, labels: LabelDictionary) -> bool:
    """True for values, labels and headers, and for texts that are too short to have a label and more."""
    return (
        len(text) <= _MIN_LABEL_CHARS
        or labels.begins_row(text)
        or any(labels.names(text))
        or not header_texts(table.key).isdisjoint(label_variants(text))
    )


def _rows_in_text(lines: Sequence[str], labels: LabelDictionary) -> Iterator[str]:
    """Yield the rows of which a line has the label and nothing else but values, or nothing at all."""
    for line in lines:
        first, *values = _SEPARATOR.split(line.strip().strip("|").strip())
        if not all(map(is_value, values)):
            continue
        label = labels.match(first, -1)
        if label is not None and label.row:
            yield label.row
