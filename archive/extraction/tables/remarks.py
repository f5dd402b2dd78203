"""Collects remarks in the statutory tables: rows of one text that no form has, which no figure keeps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import islice

from archive.extraction.cells import is_value
from archive.extraction.labels import header_texts, label_variants, table_labels
from archive.extraction.sections import PlacedGrid
from archive.forms import TABLE_KEYS
from archive.model import GridKind

_NOTE = re.compile("[(（]?(?:备?注|说明)")


def note_rows(placed_grids: Sequence[PlacedGrid]) -> Iterator[str]:
    """Yield the rows of one text that are notes on the table: 注：金额单位为元."""
    return filter(_NOTE.match, remark_rows(placed_grids, {grid.number for grid in placed_grids}))


def remark_rows(placed_grids: Sequence[PlacedGrid], used_grids: Collection[int]) -> Iterator[str]:
    """Yield the texts of rows in used grids that are neither labels nor values: 填表人：…, 注：…."""
    for placed_grid in placed_grids:
        if placed_grid.number not in used_grids or placed_grid.grid.kind is GridKind.STREAM:
            continue
        for line in placed_grid.lines:
            # Most lines begin with a label and a value.
            if len(line) > 1 and line[0].text.strip() and line[1].text.strip():
                continue
            texts = list(islice((text for cell in line if (text := cell.text.strip())), 2))
            if (
                len(texts) == 1
                and not is_value(texts[0])
                and _known_texts().isdisjoint(label_variants(texts[0]))
            ):
                yield texts[0]


@cache
def _known_texts() -> frozenset[str]:
    return frozenset().union(*(table_labels(key) | header_texts(key) for key in TABLE_KEYS))
