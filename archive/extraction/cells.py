"""Reads one printed cell: a number, a blank, a dash, or text that no rule can read.

Values are never repaired. A number that the author rounded (约, 余, +) is not read as a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from archive.extraction.cell_text import cell_rules, is_dash, is_unstated, normalise_value, unit_pattern
from archive.forms import FormColumn
from archive.model import OBJECT_CHARACTER, State
from archive.text import MAX_CACHED_CHARS, cache_short_texts, parse_integer

# 400余, 约3, 1200+, 3以上: a count that is not exact.
_ROUNDED = r"[约近超逾]?\d[\d,.]*[余多+]?(?:{units})?(?:以上|左右)?"
# At most 15 digits before the point: no report counts or spends more, and the integers of SQLite end there.
_NUMBER = (
    r"(?P<currency>[¥￥]|人民币|RMB)?(?P<sign>[+-])?"
    r"(?P<whole>\d{{1,3}}(?:,\d{{3}}){{1,4}}|\d{{1,15}})(?P<fraction>\.\d{{1,40}})?"
    r"(?P<unit>{units})?(?P<remark>\([^()]*\))?"
)
# A remark that consists of a unit states the unit of the number: 12.5（万元）.
_UNIT_REMARK = r"\((?:单位:?)?({units})\)"
# 12万5000元
_AMOUNT_IN_PARTS = re.compile(r"(\d+(?:\.\d+)?)(亿|万)(?:(\d+(?:\.\d+)?)万)?(\d+(?:\.\d+)?)元", re.ASCII)
_CHANGE = re.compile(
    r"(?P<less>减少|减|下降|-|↓|▼|\()?(?P<more>增加|新增|增|上升|\+|↑|▲)?(?P<number>\d{1,9})(?:件|项|个|条)?\)?",
    re.ASCII,
)
# One stroke may be a dash, and a letter may be a digit: the number is read, and a finding says so.
_LOOKALIKE = re.compile(r"(?=.*[\dOo])[\dOolI|]{1,15}", re.ASCII)
_LOOKALIKE_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_SINGLE_STROKE = "一"
_TEN_THOUSAND = "万"
_SEPARATED_DIGITS = re.compile(r"\d\s+\d")
_LEADING_ZERO = re.compile(r"^[+-]?0\d")
_ZERO = r"[0零〇]+(?:\.0+)?(?:{units})?"


@dataclass(frozen=True, slots=True)
class CellValue:
    """State of a cell, its number in the unit of the column, and the unit printed in the cell, if any."""

    state: State
    number: Decimal | None = None
    unit: str = ""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.format(units=unit_pattern()), re.ASCII)


@cache_short_texts(maxsize=4096)
def is_value(text: str) -> bool:
    """True if `text` can be the content of a value cell: empty, a dash, a number, exact or not, a change."""
    plain = normalise_value(text)
    if not plain or OBJECT_CHARACTER in text or is_dash(text) or is_unstated(text):
        return True
    if any(_compile(pattern).fullmatch(plain) for pattern in (_NUMBER, _ROUNDED)) or _is_numeral(plain):
        return True
    change = _CHANGE.fullmatch(plain)
    return change is not None and bool(change["less"] or change["more"])


def is_shown_value(text: str) -> bool:
    """True if `text` is not blank and can be the content of a value cell."""
    return bool(text.strip()) and is_value(text)


@cache_short_texts(maxsize=4096)
def is_zero_or_empty(text: str) -> bool:
    """True if `text` says that there is nothing: empty, a dash, or zero."""
    plain = normalise_value(text)
    return not plain or is_dash(text) or _compile(_ZERO).fullmatch(plain) is not None


def is_plain_integer(text: str) -> bool:
    """True if `text` is digits and nothing else, as most cells are, without a leading zero."""
    return text.isascii() and text.isdigit() and (text[0] != "0" or text == "0")


@cache_short_texts(maxsize=4096)
def cell_remark(text: str) -> str:
    """The remark after the number, with its brackets: 22（其中修订16件）; empty if it is only a unit."""
    match = _compile(_NUMBER).fullmatch(normalise_value(text))
    remark = (match["remark"] or "") if match else ""
    return "" if _compile(_UNIT_REMARK).fullmatch(remark) else remark


@cache_short_texts(maxsize=4096)
def has_suspicious_digits(text: str) -> bool:
    """True if the number has blanks (two merged cells?), a leading zero, or letters that look like digits."""
    plain = normalise_value(text)
    if _compile(_NUMBER).fullmatch(plain):
        return bool(_SEPARATED_DIGITS.search(text) or _LEADING_ZERO.match(plain))
    return plain == _SINGLE_STROKE or _LOOKALIKE.fullmatch(plain) is not None


def read_cell(text: str, column: FormColumn, printed_unit: str = "") -> CellValue:
    """Read the text of a cell in `column`; amounts are converted to the unit of the column.

    `printed_unit` is the unit that header or label state for the cell, empty if that of the column.
    """
    read = _read_text if len(text) > MAX_CACHED_CHARS else _read_short_text
    return read(text, column.kind, column.unit, printed_unit)


def _read_text(text: str, kind: str, column_unit: str, printed_unit: str) -> CellValue:
    plain = normalise_value(text)
    if OBJECT_CHARACTER in text or is_unstated(text):
        return CellValue(State.UNREADABLE)
    if is_dash(text):
        return CellValue(State.DASH)
    if not plain:
        return CellValue(State.UNREADABLE if text.strip() else State.BLANK)
    match = _compile(_NUMBER).fullmatch(plain)
    if match is None:
        return _read_other_notation(plain, kind, column_unit)
    number = Decimal((match["sign"] or "") + match["whole"].replace(",", "") + (match["fraction"] or ""))
    bracketed = _compile(_UNIT_REMARK).fullmatch(match["remark"] or "")
    unit = match["unit"] or (bracketed[1] if bracketed else "") or ("元" if match["currency"] else "")
    if not unit and kind == "amount" and printed_unit not in cell_rules().currencies:
        unit = printed_unit
    return _to_column_unit(number, unit, kind, column_unit)


_read_short_text = lru_cache(maxsize=4096)(_read_text)


def _to_column_unit(number: Decimal, unit: str, kind: str, column_unit: str) -> CellValue:
    """Convert to the unit of the column; a count with a unit of money, or the reverse, is unreadable."""
    if not unit:
        return CellValue(State.REPORTED, number)
    yuan = cell_rules().yuan
    if (unit in yuan) != (kind == "amount"):
        return CellValue(State.UNREADABLE, None, unit)
    if kind != "amount":
        return CellValue(State.REPORTED, number, unit)
    # A column without a unit (采购总金额 of the 2019 form) is stored in 元.
    return CellValue(State.REPORTED, number * yuan[unit] / yuan[column_unit or "元"], unit)


def _read_other_notation(plain: str, kind: str, column_unit: str) -> CellValue:
    """Read Chinese numerals, amounts in parts, changes in words, and letters that look like digits."""
    amount = _AMOUNT_IN_PARTS.fullmatch(plain) if kind == "amount" else None
    if amount:
        return _to_column_unit(_sum_of_parts(amount), "元", kind, column_unit)
    change = _CHANGE.fullmatch(plain)
    if change and (change["less"] or change["more"]):
        if kind != "change" or (change["less"] and change["more"]):
            return CellValue(State.UNCERTAIN)
        return CellValue(State.REPORTED, Decimal(change["number"]) * (-1 if change["less"] else 1))
    if _LOOKALIKE.fullmatch(plain):
        return CellValue(State.REPORTED, Decimal(plain.translate(_LOOKALIKE_DIGITS)))
    numeral = _read_numeral(plain, kind)
    if numeral is None:
        return CellValue(State.UNREADABLE)
    number, unit = numeral
    return _to_column_unit(Decimal(number), unit, kind, column_unit)


def _read_numeral(plain: str, kind: str) -> tuple[int, str] | None:
    """The number in Chinese characters and its unit: 三万五千元. An amount in 万 without 元 is in 万元."""
    match = _compile("([零〇一二三四五六七八九十百千万两]+)({units})?").fullmatch(plain)
    if match is None:
        return None
    digits, unit = match[1], match[2] or ""
    if kind == "amount" and not unit and _TEN_THOUSAND in digits:
        if not digits.endswith(_TEN_THOUSAND):
            return None
        digits, unit = digits[:-1], _TEN_THOUSAND
    number = parse_integer(digits)
    return None if number is None else (number, unit)


def _sum_of_parts(match: re.Match[str]) -> Decimal:
    yuan = cell_rules().yuan
    total = Decimal(match[1]) * yuan[match[2]] + Decimal(match[4])
    return total + (Decimal(match[3]) * yuan["万"] if match[3] else 0)


def _is_numeral(plain: str) -> bool:
    """True for a number in Chinese characters, with or without a unit."""
    return _read_numeral(plain, "") is not None


def read_plain_number(text: str) -> Decimal | None:
    """The number in `text` if it consists of digits, sign and decimal point; else None."""
    match = re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text.strip())
    return Decimal(match.group()) if match else None
