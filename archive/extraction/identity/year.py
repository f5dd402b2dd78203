"""Collects candidates for the report year and chooses the best one: that of the title, else the majority.

Weak candidates (date of publication, folder of the address, first year in section one) may mean another
year: they have a vote, but cause no conflict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.extraction.sections import SectionLayout
from archive.model import Candidate
from archive.text import find_date, normalise_text

_STATISTICS_PERIOD = re.compile(r"自?(20\d\d)年1月1日起?[,，]?(?:至|到|-|—)(?:20\d\d年)?12月31日")
_FIRST_YEAR = re.compile(r"(20\d\d)年")
# xxgkAnnualReport.jsp?area=…&fbtime=2024 and /zfxxgknb/2024n/ contain the report year.
_YEAR_IN_URL = re.compile(r"[?&]fbtime=(20\d\d)(?!\d)|/(20\d\d)[nN](?=/)")
# /zfxxgknb/2022/gzj/ can be the report year or the year of publication; /art/2024/1/25/ is a date.
_YEAR_FOLDER_IN_URL = re.compile(r"/(20\d\d)(?=/(?!\d{1,2}/))")
YEAR_FIELD = "year"
_WEAK_YEAR_FIELDS = ("year_in_prose", "year_in_address", "year_published")
_SOURCE_RANK = ("title", "period", "address", "signature")


def year_candidates_from_text(layout: SectionLayout, preamble: str) -> Iterator[Candidate]:
    """Yield the period of the statistics in the normalised preamble, and the first year in section one."""
    yield from (
        Candidate(YEAR_FIELD, year, "period") for year in dict.fromkeys(_STATISTICS_PERIOD.findall(preamble))
    )
    overview = normalise_text("".join(layout.texts.get("overview", ())))
    first_year = _FIRST_YEAR.search(overview)
    if first_year:
        yield Candidate("year_in_prose", first_year[1], "overview")


def year_candidates_from_context(candidates: Iterable[Candidate], url: str) -> Iterator[Candidate]:
    """Yield years in the address, and the year before publication: reports are published a year later."""
    for match in _YEAR_IN_URL.finditer(url):
        yield Candidate(YEAR_FIELD, match[1] or match[2], "address")
    yield from (
        Candidate("year_in_address", year, "address") for year in _YEAR_FOLDER_IN_URL.findall(url)[:1]
    )
    for candidate in candidates:
        if candidate.field == "published" and (date := find_date(candidate.value)):
            yield Candidate("year_published", str(date.year - 1), candidate.source)
            return


def resolve_year(candidates: Iterable[Candidate]) -> int | None:
    """The year in the title, else the majority of all candidates; if even, that of the more formal source."""
    stated = [candidate for candidate in candidates if candidate.field in (YEAR_FIELD, *_WEAK_YEAR_FIELDS)]
    for candidate in stated:
        if candidate.source == "title" and candidate.field == YEAR_FIELD:
            return int(candidate.value)
    votes = Counter(candidate.value for candidate in stated)
    ranked = sorted(
        stated, key=lambda candidate: (-votes[candidate.value], _source_rank(candidate), candidate.value)
    )
    return int(ranked[0].value) if ranked else None


def conflicting_years(candidates: Iterable[Candidate]) -> list[Candidate]:
    """All strong candidates for the year if they do not agree; else none."""
    stated = [candidate for candidate in candidates if candidate.field == YEAR_FIELD]
    return stated if len({candidate.value for candidate in stated}) > 1 else []


def _source_rank(candidate: Candidate) -> int:
    return (
        _SOURCE_RANK.index(candidate.source)
        if candidate.field == YEAR_FIELD and candidate.source in _SOURCE_RANK
        else len(_SOURCE_RANK)
    )
