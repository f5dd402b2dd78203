"""Recognises headers and labels that make figures doubtful: another year, counts in hundreds."""

from __future__ import annotations

import re

from archive.extraction.labels import LabelDictionary, label_variants
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.captions import plain_caption

_YEAR = re.compile(r"20\d\d")
# 本年处理决定数量（千件）, 单位：百件
_SCALED_COUNT = re.compile(r"[(（:：]\s*[十百千万]+[件条项份宗个]")


def has_doubtful_header(placed_grid: PlacedGrid, labels: LabelDictionary, year: int | None) -> bool:
    """True if a label of the table is printed with another year, or its counts are not in ones."""
    texts = [cell.text for cell in placed_grid.grid.cells]
    if _SCALED_COUNT.search("\n".join((*texts, *placed_grid.caption))):
        return True
    return year is not None and any(
        _is_label_of_other_year(text, labels, year) for text in texts if "20" in text
    )


def _is_label_of_other_year(text: str, labels: LabelDictionary, year: int) -> bool:
    years = set(map(int, _YEAR.findall(plain_caption(text))))
    known = (labels.labels_by_text, labels.columns_by_text)
    return (
        bool(years)
        and year not in years
        and any(name in names for name in label_variants(text) for names in known)
    )
