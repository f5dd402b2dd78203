"""What one printed cell says: a number, nothing, a mark, or something that no rule of ours reads.

Values are never repaired. A number that the filer rounded (约, 余, +) is not a number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from archive.forms import Column
from archive.model import State
from archive.text.normalise import compact

_DASHES = frozenset({"/", "\\", "-", "--", "—", "——", "–", "无", "N/A", "n/a", "//"})
_MINUS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "—": "-", "‐": "-"})
_NUMBER = re.compile(
    r"^(?P<currency>[¥￥])?(?P<sign>[+-])?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<unit>亿元|万元|元|亿|万|件|项|份|条|个)?(?P<remark>\([^()]*\))?$"
)
# A remark that is nothing but a unit states the unit: 12.5（万元）.
_UNIT = re.compile(r"\((?:单位:?)?(亿元|万元|元|件|项)\)")
# 400余, 约3, 1200+, 3以上: a count that is none.
_ROUNDED = re.compile(r"^[约近超逾]?\d[\d,.]*[余多+]?(?:亿元|万元|元|件|项|份|条|个)?(?:以上|左右)?$")
_APART = re.compile(r"\d\s+\d")
_LEADING_ZERO = re.compile(r"^[+-]?0\d")
_IN_YUAN = {
    "元": Decimal(1),
    "万元": Decimal(10000),
    "万": Decimal(10000),
    "亿元": Decimal(10**8),
    "亿": Decimal(10**8),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's state, its number in the column's unit, and the unit that the cell itself states."""

    state: State
    number: Decimal | None = None
    unit: str = ""


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether `text` could stand in a value cell: empty, a mark, or a number, exact or not."""
    plain = _plain(text)
    if not plain or plain in _DASHES:
        return True
    return _NUMBER.match(plain) is not None or _ROUNDED.match(plain) is not None


@lru_cache(maxsize=4096)
def remark(text: str) -> str:
    """What a cell says behind its number, in brackets: 22（其中修订16件）; "" where it is only a unit."""
    match = _NUMBER.match(_plain(text))
    said = (match["remark"] or "") if match else ""
    return "" if _UNIT.fullmatch(said) else said


@lru_cache(maxsize=4096)
def is_doubtful(text: str) -> bool:
    """Whether the digits of a number stand apart (two cells in one?) or begin with a nought of no use."""
    plain = _plain(text)
    return _NUMBER.match(plain) is not None and bool(_APART.search(text) or _LEADING_ZERO.match(plain))


def read_cell(text: str, column: Column) -> Reading:
    """What `text` says in `column`; a stated unit of money is converted to the column's."""
    return _reading(text, column.kind, column.unit)


@lru_cache(maxsize=4096)
def _reading(text: str, kind: str, column_unit: str) -> Reading:
    plain = _plain(text)
    if not plain:
        return Reading(State.BLANK)
    if plain in _DASHES:
        return Reading(State.DASH)
    match = _NUMBER.match(plain)
    if match is None:
        return Reading(State.UNREADABLE)
    number = Decimal((match["sign"] or "") + match["whole"].replace(",", "") + (match["fraction"] or ""))
    bracketed = _UNIT.fullmatch(match["remark"] or "")
    unit = match["unit"] or (bracketed[1] if bracketed else "") or ("元" if match["currency"] else "")
    return _in_column(number, unit, kind, column_unit)


def _in_column(number: Decimal, unit: str, kind: str, column_unit: str) -> Reading:
    """`number` in the unit of the column. Money among counts, or pieces among money, is not read."""
    if not unit:
        return Reading(State.REPORTED, number)
    if (unit in _IN_YUAN) != (kind == "amount"):
        return Reading(State.UNREADABLE, None, unit)
    if kind != "amount":
        return Reading(State.REPORTED, number, unit)
    # A column without a unit of its own (the 2019 form's 采购总金额) is kept in 元.
    return Reading(State.REPORTED, number * _IN_YUAN[unit] / _IN_YUAN[column_unit or "元"], unit)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    stripped = compact(text).replace("，", ",")
    return stripped if stripped in _DASHES else unicodedata.normalize("NFKC", stripped).translate(_MINUS)


def read_plain(text: str) -> Decimal | None:
    """The number that `text` is when it is nothing but digits, sign and point; else None."""
    match = re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text.strip())
    return Decimal(match.group()) if match else None
