"""Parses dates as reports print them, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text.normalise import normalise_text
from archive.text.numerals import CHINESE_NUMERAL_PATTERN, parse_integer

_ARABIC_DATE = re.compile(r"(20\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})日?")
_CHINESE_DATE = re.compile(
    rf"({CHINESE_NUMERAL_PATTERN})年({CHINESE_NUMERAL_PATTERN})月({CHINESE_NUMERAL_PATTERN})日"
)


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
    for pattern in (_ARABIC_DATE, _CHINESE_DATE):
        match = pattern.search(plain)
        if match:
            year, month, day = (parse_integer(part) or 0 for part in match.groups())
            if 2000 <= year < 2100 and 1 <= month <= 12 and 1 <= day <= 31:
                return PrintedDate(year, month, day, match.end())
    return None
