"""Parses integers as prose writes them: 14,069, １２, 一, 二十三, 一千二百, 二〇二三."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = "万"

# No count of a report is longer, and `int` refuses thousands of digits.
_MAX_LENGTH = 30

CHINESE_NUMERAL = rf"[{''.join(_DIGITS)}{''.join(_UNITS)}{_MYRIAD}]"
"""Regular expression that matches a character of a numeral."""
CHINESE_NUMERAL_PATTERN = rf"{CHINESE_NUMERAL}{{1,{_MAX_LENGTH}}}"
"""Regular expression that matches a numeral in Chinese characters."""


def parse_integer(text: str) -> int | None:
    """Return the integer that `text` states, or None.

    Thousands separators, full-width digits and Chinese numerals are accepted.
    """
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if len(plain) > _MAX_LENGTH:
        return None
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not re.fullmatch(CHINESE_NUMERAL_PATTERN, plain):
        return None
    if all(character in _DIGITS for character in plain):
        return int("".join(str(_DIGITS[character]) for character in plain))
    upper, myriad, lower = plain.rpartition(_MYRIAD)
    myriads, rest = _parse_below_myriad(upper) if upper else None, _parse_below_myriad(lower)
    if not myriad:
        return rest
    return None if myriads is None or rest is None else myriads * 10000 + rest


def _parse_below_myriad(text: str) -> int | None:
    """Return the number that digits and units state; None if the units do not descend, as in 一百千."""
    total = digit = 0
    last_unit = 10_000
    for character in text:
        unit = _UNITS.get(character, 1)
        if character == _MYRIAD or last_unit <= unit:
            return None
        if unit > 1:
            total += (digit or 1) * unit
            digit, last_unit = 0, unit
        else:
            digit = _DIGITS[character]
    return total + digit
