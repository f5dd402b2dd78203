"""Marks rows of a table that are printed as text: they are not read, but not absent either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary
from archive.model import Figure, State

_SEPARATOR = re.compile(r"[\s|│┃｜:：]+")


def mark_rows_in_text(
    figures: Sequence[Figure],
    lines: Sequence[str],
    labels: LabelDictionary,
    labels_without_values: Iterable[str] = (),
) -> Sequence[Figure]:
    """Return the figures; absent ones are uncertain if `lines` have the label of their row and values.

    So are those of `labels_without_values`: rows of which a table without lines has nothing but the label.
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


def _rows_in_text(lines: Sequence[str], labels: LabelDictionary) -> Iterator[str]:
    """Yield the rows of which a line has the label and nothing else but values, or nothing at all."""
    for line in lines:
        first, *values = _SEPARATOR.split(line.strip().strip("|").strip())
        if not all(map(is_value, values)):
            continue
        label = labels.match(first, -1)
        if label is not None and label.row:
            yield label.row
