"""Collects remarks in the statutory tables: rows of one text that no form has, which no figure keeps."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from archive.extraction.cells import is_value
from archive.extraction.labels import header_texts, label_variants, table_labels
from archive.extraction.sections import PlacedGrid
from archive.forms import TABLE_KEYS
from archive.model import GridKind


def remark_rows(placed_grids: Sequence[PlacedGrid], used_grids: Collection[int]) -> Iterator[str]:
    """Yield the texts of rows in used grids that are neither labels nor values: 填表人：…, 注：…."""
    for placed_grid in placed_grids:
        if placed_grid.number not in used_grids or placed_grid.grid.kind is GridKind.STREAM:
            continue
        for line in placed_grid.lines:
            texts = [cell.text.strip() for cell in line if cell.text.strip()]
            if (
                len(texts) == 1
                and not is_value(texts[0])
                and _known_texts().isdisjoint(label_variants(texts[0]))
            ):
                yield texts[0]


@cache
def _known_texts() -> frozenset[str]:
    return frozenset().union(*(table_labels(key) | header_texts(key) for key in TABLE_KEYS))
