"""Parses dates as reports print them, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text.normalise import normalise_text
from archive.text.numerals import CHINESE_NUMERAL, parse_integer

_ARABIC_DATE = re.compile(r"(20\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})日?")
# 二〇二三, 二千零二十三; 三十一. Bounded: an unbounded numeral is searched again from each of its characters.
_CHINESE_DATE = re.compile(
    rf"({CHINESE_NUMERAL}{{4,6}})年({CHINESE_NUMERAL}{{1,3}})月({CHINESE_NUMERAL}{{1,3}})日"
)
DATE_PATTERNS = (_ARABIC_DATE, _CHINESE_DATE)
"""Patterns of dates; each matches a limited number of characters, so that searching takes linear time."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text; `end` is the offset after it in the normalised text."""

    year: int
    month: int
    day: int
    end: int

    @property
    def iso(self) -> str:
        """The date as YYYY-MM-DD."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def find_date(text: str) -> PrintedDate | None:
    """Return the first date of this century in `text`, or None; month 13 or day 32 is no date."""
    plain = normalise_text(text)
    for pattern in DATE_PATTERNS:
        for match in pattern.finditer(plain):
            year, month, day = (parse_integer(part) or 0 for part in match.groups())
            if 2000 <= year < 2100 and 1 <= month <= 12 and 1 <= day <= 31:
                return PrintedDate(year, month, day, match.end())
    return None
