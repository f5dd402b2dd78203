"""Reads the day of publication from lines around a report: 发布时间：2024-01-22, [2024-01-22]."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.extraction.sections import SectionLayout
from archive.model import Candidate, DataRecord, load_data
from archive.text import collapse_whitespace, find_date, normalise_text, to_nfkc

_MAX_LINE_CHARS = 260
_DATE = re.compile(r"20\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?")


def published_candidates(layout: SectionLayout, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the first date of publication that a line states; none if the page has one in its metadata."""
    if any(candidate.field == "published" for candidate in candidates):
        return
    texts = (*layout.preamble, *(paragraph.text for paragraph in layout.boilerplate))
    lines = [collapse_whitespace(to_nfkc(text)) for text in texts if len(text) <= _MAX_LINE_CHARS]
    dated = [line for line in lines if _DATE.search(line)]
    for pattern in _data().patterns:
        for line in dated:
            if iso := _stated_date(pattern, line):
                yield Candidate("published", iso, "line")
                return


def _stated_date(pattern: re.Pattern[str], line: str) -> str | None:
    for label in pattern.finditer(line):
        match = _DATE.match(line, label.end())
        date = find_date(match[0]) if match else None
        if match and date and not _data().period.match(normalise_text(line[match.end() :])):
            return date.iso
    return None


class _PublishedData(DataRecord, frozen=True, kw_only=True):
    """The content of `published.toml`."""

    patterns: tuple[re.Pattern[str], ...]
    period: re.Pattern[str]


def _data() -> _PublishedData:
    return load_data(__package__, "published.toml", _PublishedData)
