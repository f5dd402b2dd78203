"""Dates as reports print them, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.normalise import norm

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMERAL = "〇零○一二三四五六七八九"
_ARABIC = re.compile(r"(20\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})日?")
_CHINESE = re.compile(rf"(二[{_NUMERAL}]{{3}})年([十{_NUMERAL}]{{1,3}})月([十{_NUMERAL}]{{1,3}})日")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text, and where in the `norm`ed text it ends."""

    year: int
    month: int
    day: int
    end: int

    @property
    def iso(self) -> str:
        """YYYY-MM-DD."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def find_date(text: str) -> PrintedDate | None:
    """The first date of this century in `text`, or None; a month 13 is no date."""
    plain = norm(text)
    for pattern, number in ((_ARABIC, int), (_CHINESE, _chinese)):
        match = pattern.search(plain)
        if match:
            year, month, day = (number(part) for part in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return PrintedDate(year, month, day, match.end())
    return None


def _chinese(numeral: str) -> int:
    """A year digit by digit, or a number below 100 with 十 in it."""
    if "十" not in numeral:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    tens, _, ones = numeral.partition("十")
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
