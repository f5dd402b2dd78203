"""Reads one printed cell: a number, a blank, a dash, or text that no rule can read.

Values are never repaired. A number that the author rounded (约, 余, +) is not read as a number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from archive.forms import FormColumn
from archive.model import OBJECT_CHARACTER, State
from archive.text import remove_whitespace

_DASHES = frozenset({"/", "\\", "-", "--", "—", "——", "–", "无", "N/A", "n/a", "//"})
_MINUS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "—": "-", "‐": "-"})
# At most 15 digits before the point: no report counts or spends more, and the integers of SQLite end there.
_NUMBER = re.compile(
    r"^(?P<currency>[¥￥])?(?P<sign>[+-])?"
    r"(?P<whole>\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?P<fraction>\.\d{1,40})?"
    r"(?P<unit>亿元|万元|元|亿|万|件|项|份|条|个)?(?P<remark>\([^()]*\))?$"
)
# A remark that consists of a unit states the unit of the number: 12.5（万元）.
_UNIT_REMARK = re.compile(r"\((?:单位:?)?(亿元|万元|元|件|项)\)")
# 400余, 约3, 1200+, 3以上: a count that is not exact.
_ROUNDED = re.compile(r"^[约近超逾]?\d[\d,.]*[余多+]?(?:亿元|万元|元|件|项|份|条|个)?(?:以上|左右)?$")
_SEPARATED_DIGITS = re.compile(r"\d\s+\d")
_LEADING_ZERO = re.compile(r"^[+-]?0\d")
_YUAN_PER_UNIT = {
    "元": Decimal(1),
    "万元": Decimal(10000),
    "万": Decimal(10000),
    "亿元": Decimal(10**8),
    "亿": Decimal(10**8),
}


@dataclass(frozen=True, slots=True)
class CellValue:
    """State of a cell, its number in the unit of the column, and the unit printed in the cell, if any."""

    state: State
    number: Decimal | None = None
    unit: str = ""


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """True if `text` can be the content of a value cell: empty, a dash, or a number, exact or not."""
    plain = _normalise_text(text)
    if not plain or plain in _DASHES or OBJECT_CHARACTER in text:
        return True
    return _NUMBER.match(plain) is not None or _ROUNDED.match(plain) is not None


@lru_cache(maxsize=4096)
def is_zero_or_empty(text: str) -> bool:
    """True if `text` says that there is nothing: empty, a dash, or zero."""
    plain = _normalise_text(text)
    return (
        not plain or plain in _DASHES or bool(re.fullmatch(r"0+(?:\.0+)?(?:件|项|份|条|个|元|万元)?", plain))
    )


@lru_cache(maxsize=4096)
def cell_remark(text: str) -> str:
    """The remark after the number, with its brackets: 22（其中修订16件）; empty if it is only a unit."""
    match = _NUMBER.match(_normalise_text(text))
    remark = (match["remark"] or "") if match else ""
    return "" if _UNIT_REMARK.fullmatch(remark) else remark


@lru_cache(maxsize=4096)
def has_suspicious_digits(text: str) -> bool:
    """True if the number contains blanks (two merged cells?) or a leading zero."""
    plain = _normalise_text(text)
    return _NUMBER.match(plain) is not None and bool(
        _SEPARATED_DIGITS.search(text) or _LEADING_ZERO.match(plain)
    )


def read_cell(text: str, column: FormColumn) -> CellValue:
    """Read the text of a cell in `column`; amounts are converted to the unit of the column."""
    return _read_text(text, column.kind, column.unit)


@lru_cache(maxsize=4096)
def _read_text(text: str, kind: str, column_unit: str) -> CellValue:
    plain = _normalise_text(text)
    if OBJECT_CHARACTER in text:
        return CellValue(State.UNREADABLE)
    if not plain:
        return CellValue(State.BLANK)
    if plain in _DASHES:
        return CellValue(State.DASH)
    match = _NUMBER.match(plain)
    if match is None:
        return CellValue(State.UNREADABLE)
    number = Decimal((match["sign"] or "") + match["whole"].replace(",", "") + (match["fraction"] or ""))
    bracketed = _UNIT_REMARK.fullmatch(match["remark"] or "")
    unit = match["unit"] or (bracketed[1] if bracketed else "") or ("元" if match["currency"] else "")
    return _to_column_unit(number, unit, kind, column_unit)


def _to_column_unit(number: Decimal, unit: str, kind: str, column_unit: str) -> CellValue:
    """Convert to the unit of the column; a count with a unit of money, or the reverse, is unreadable."""
    if not unit:
        return CellValue(State.REPORTED, number)
    if (unit in _YUAN_PER_UNIT) != (kind == "amount"):
        return CellValue(State.UNREADABLE, None, unit)
    if kind != "amount":
        return CellValue(State.REPORTED, number, unit)
    # A column without a unit (采购总金额 of the 2019 form) is stored in 元.
    return CellValue(
        State.REPORTED, number * _YUAN_PER_UNIT[unit] / _YUAN_PER_UNIT[column_unit or "元"], unit
    )


@lru_cache(maxsize=4096)
def _normalise_text(text: str) -> str:
    stripped = remove_whitespace(text).replace("，", ",")
    return stripped if stripped in _DASHES else unicodedata.normalize("NFKC", stripped).translate(_MINUS)


def read_plain_number(text: str) -> Decimal | None:
    """The number in `text` if it consists of digits, sign and decimal point; else None."""
    match = re.fullmatch(r"[+-]?\d{1,30}(?:\.\d{1,60})?", text.strip())
    return Decimal(match.group()) if match else None
