"""Recognises report titles and extracts agency and year from them.

Titles seen on real pages: «Y2020年政府信息公开工作年度报告», «2023年下各镇政府信息公开工作年度报告»,
«Y关于2020年度政府信息公开工作的年度报告», «Y2016年政务公开年度报告». Normalised text is matched. Words around
titles are in `titles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.model import DataRecord, load_data
from archive.text import collapse_whitespace, fold_ideographs, normalise_text, parse_integer

_SUBJECT = r"(?:政府信息公开|政务公开|政务信息公开|信息公开)(?:工作)?(?:情况)?(?:的)?"
_KIND = r"(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:总结)?(?:报告|年报)"
_YEAR = r"(?P<year>20[0-3]\d|二[〇○零][〇○零一二三][〇○零一二三四五六七八九])年?(?:度)?"
# 甲局、乙局2021年…: several agencies may issue a report; each name ends as that of an office does.
_AGENCY = r"(?P<agency>[^0-9,。;:、]{3,40}?(?:(?<=[局委会办室厅部心])、[^0-9,。;:、]{3,30}?){0,3})"
_TITLES = (
    rf"{_AGENCY}:?(?:关于|公布|发布)?{_YEAR}{_SUBJECT}{_KIND}",
    rf"{_YEAR}{_AGENCY}{_SUBJECT}{_KIND}",
    rf"{_AGENCY}{_SUBJECT}{_YEAR}{_KIND}",
    rf"{_AGENCY}{_SUBJECT}{_KIND}\(?{_YEAR}\)?",
    rf"{_YEAR}{_SUBJECT}{_KIND}\({_AGENCY}\)",
)
_TITLES_WITHOUT_AGENCY = (
    rf"{_YEAR}{_SUBJECT}{_KIND}",
    rf"{_SUBJECT}{_YEAR}{_KIND}",
    rf"{_SUBJECT}{_KIND}\({_YEAR}\)",
)
_REGION_LINE = re.compile(r"^.{1,11}[省市州盟县区旗]$")
_MAX_TITLE_LENGTH = 80
_MAX_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the agency in it as printed, and the year; the agency may be empty.

    `rest` is the text after the title on the same line. CJK radicals are ideographs in `text`.
    """

    text: str
    agency: str
    year: int
    rest: str = ""


def read_title(text: str) -> Title | None:
    """Read `text` as a title; None if it does not look like one."""
    if len(normalise_text(text)) > _MAX_TITLE_LENGTH:
        return None
    patterns = _patterns()
    return _match_title(text, patterns.complete) or _match_title(text, patterns.without_agency)


def find_title(lines: Sequence[str]) -> tuple[Title, int, int] | None:
    """The best title in `lines`, with its first line and the line after it.

    A title on one line is better than lines that make a title together, and these are better than the
    beginning of a paragraph or a title without an agency: above a title there are names of sites and columns.
    """
    known = _patterns()
    kinds = ((known.complete, _MAX_TITLE_LINES), (known.flush, 1), (known.without_agency, _MAX_TITLE_LINES))
    for patterns, max_lines in kinds:
        for count in range(1, max_lines + 1):
            for start in range(len(lines) - count + 1):
                title = _match_title(_join(lines[start : start + count]), patterns)
                if title:
                    return _with_region_above(lines, (title, start, start + count))
    return None


def _with_region_above(lines: Sequence[str], located: tuple[Title, int, int]) -> tuple[Title, int, int]:
    """The title together with the line above it if that has only the region of the agency."""
    _, start, end = located
    if (
        start == 0
        or end - start >= _MAX_TITLE_LINES
        or not _REGION_LINE.match(normalise_text(lines[start - 1]))
    ):
        return located
    title = _match_title(_join(lines[start - 1 : end]), _patterns().complete)
    return (title, start - 1, end) if title else located


def _join(lines: Sequence[str]) -> str:
    return "".join(line.strip() for line in lines)


def _match_title(text: str, patterns: Sequence[re.Pattern[str]]) -> Title | None:
    head = text[: 2 * _MAX_TITLE_LENGTH]
    plain = _normalise_head(head)
    if not _has_words_of_titles(plain):
        return None
    for pattern in patterns:
        match = pattern.match(plain)
        agency = (match.groupdict().get("agency") or "") if match else ""
        if match is None or match.end("title") > _MAX_TITLE_LENGTH or _words().no_agency.search(agency):
            continue
        start, end = (_printed_offset(head, plain[:match_end]) for match_end in match.span("title"))
        title = fold_ideographs(collapse_whitespace(text[start:end]))
        rest = text[end:].strip() if match.end("title") == match.end() and match.end() < len(plain) else ""
        year = parse_integer(match["year"]) or 0
        return Title(title, _printed_agency(text[start:end], agency), year, rest)
    return None


# The lines above a report are compared with every kind of title.
_normalise_head = lru_cache(maxsize=256)(normalise_text)


def _has_words_of_titles(plain: str) -> bool:
    """True if the text has a word of `_SUBJECT` and one of `_KIND`: a cheap test that excludes most lines."""
    return "公开" in plain and ("报告" in plain or "年报" in plain)


def _printed_offset(text: str, plain_head: str) -> int:
    """The length of the beginning of `text` that normalises to `plain_head`, as short as possible."""
    return next(
        (end for end in range(len(plain_head), len(text)) if normalise_text(text[:end]) == plain_head),
        len(text),
    )


def _printed_agency(text: str, agency: str) -> str:
    """The part of `text` that normalises to `agency`, in the characters as printed."""
    bare = re.sub(r"\s+", "", text)
    for start in range(len(bare)):
        for end in range(start + len(agency), min(start + len(agency) + 4, len(bare)) + 1):
            if normalise_text(bare[start:end]) == agency:
                return bare[start:end]
    return agency


class _TitleWords(DataRecord, frozen=True, kw_only=True):
    """The content of `titles.toml`."""

    label: str
    tail: str
    paragraph: str
    no_agency: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _TitlePatterns:
    """Patterns of a title that is a whole line, one before a paragraph, and one without an agency."""

    complete: tuple[re.Pattern[str], ...]
    flush: tuple[re.Pattern[str], ...]
    without_agency: tuple[re.Pattern[str], ...]


def _words() -> _TitleWords:
    return load_data(__package__, "titles.toml", _TitleWords)


@cache
def _patterns() -> _TitlePatterns:
    words = _words()

    def compile_all(titles: Sequence[str], after: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(rf"{words.label}(?P<title>{title}){after}") for title in titles)

    whole_line = rf"{words.tail}$"
    return _TitlePatterns(
        compile_all(_TITLES, whole_line),
        compile_all(_TITLES, rf"(?={words.paragraph})"),
        compile_all(_TITLES_WITHOUT_AGENCY, whole_line),
    )
