"""Recognises report titles and extracts agency and year from them.

Titles seen on real pages: «Y2020年政府信息公开工作年度报告», «2023年下各镇政府信息公开工作年度报告»,
«Y关于2020年度政府信息公开工作的年度报告», «Y2016年政务公开年度报告». Normalised text is matched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.text import collapse_whitespace, normalise_text

_REPORT_KIND = (
    r"(?:政府信息公开|政务公开|政务信息公开|信息公开)(?:工作)?(?:情况)?(?:的)?"
    r"(?:年度)?(?:工作)?(?:总结)?(?:报告|年报)"
)
_YEAR = r"(?P<year>20[0-3]\d)年?(?:度)?"
# 甲局、乙局2021年…: several agencies may issue a report; each name ends as that of an office does.
_AGENCY = r"(?P<agency>[^0-9,。;:、]{3,40}?(?:(?<=[局委会办室厅部心])、[^0-9,。;:、]{3,30}?){0,3})"
_TITLE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_AGENCY}(?:关于)?{_YEAR}{_REPORT_KIND}$",
        rf"^{_YEAR}{_AGENCY}{_REPORT_KIND}$",
        rf"^{_AGENCY}{_REPORT_KIND}\(?{_YEAR}\)?$",
    )
)
_MAX_TITLE_LENGTH = 80
_MAX_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the agency in it, both as printed, and the year."""

    text: str
    agency: str
    year: int


def read_title(text: str) -> Title | None:
    """Read `text` as a title; None if it does not look like one."""
    plain = normalise_text(text)
    if len(plain) > _MAX_TITLE_LENGTH:
        return None
    for pattern in _TITLE_PATTERNS:
        match = pattern.match(plain)
        if match:
            return Title(
                collapse_whitespace(text), _printed_agency(text, match["agency"]), int(match["year"])
            )
    return None


def find_title(lines: Sequence[str]) -> tuple[Title, int, int] | None:
    """The first title in `lines`, with its first line and the line after it; it may have three lines."""
    for start in range(len(lines)):
        for end in range(start + 1, min(start + _MAX_TITLE_LINES, len(lines)) + 1):
            title = read_title("".join(line.strip() for line in lines[start:end]))
            if title:
                return title, start, end
    return None


def _printed_agency(text: str, agency: str) -> str:
    """The part of `text` that normalises to `agency`, in the characters as printed."""
    bare = re.sub(r"\s+", "", text)
    for start in range(len(bare)):
        for end in range(start + len(agency), min(start + len(agency) + 4, len(bare)) + 1):
            if normalise_text(bare[start:end]) == agency:
                return bare[start:end]
    return agency
