"""Prints a number as the number format of a workbook's cell shows it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from archive.model import OBJECT_CHARACTER

BUILT_IN_FORMATS = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)"},
    **{39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 48: "##0.0E+0", 49: "@"},
}
_PART = re.compile(
    r"""(?P<quoted>"[^"]*")|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|(?P<bracket>\[[^\]]*\])"""
    r"""|(?P<separator>;)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<other>.)""",
    re.DOTALL,
)
_CURRENCY = re.compile(r"\[\$([^\-\]]*)")
_CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*([+-]?\d{1,15}(?:\.\d{1,15})?)\s*\]", re.ASCII)
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DATE_OR_FRACTION = re.compile(r"[ymdhsYMDHS/eE]")
_MAX_DECIMALS = 30
MAX_CODE_CHARACTERS = 255
"""Excel allows no longer formats."""


@dataclass(slots=True)
class _Section:
    """One part of a format: literal text around one pattern of digits, for numbers of a condition if any."""

    prefix: str = ""
    pattern: str = ""
    suffix: str = ""
    percents: int = 0
    is_readable: bool = True
    is_split: bool = False
    condition: tuple[str, Decimal] | None = None

    def add_literal(self, text: str) -> None:
        if self.pattern:
            self.suffix += text
        else:
            self.prefix += text


def shown_number(value: Decimal, code: str) -> str | None:
    """Return what a cell with the value shows, None where the value itself or a date is shown.

    A number that is shown in thousands begins with the object character: it is not the number of the cell. So
    does one of which the conditions of the format do not tell how it is shown, or whose format is too long.
    """
    sections = _sections(code)
    if sections is None:
        return None
    if any(section.condition for section in sections):
        return _shown_on_condition(sections, value)
    section, is_own = _matching_section(sections, value)
    return _shown_in(section, value, is_own=is_own)


def _shown_on_condition(sections: list[_Section], value: Decimal) -> str | None:
    """Return what is shown if parts of the format are for numbers of a condition, the last for all others."""
    for number, section in enumerate(sections, 1):
        if section.condition is None and number < len(sections):
            break
        if section.condition is None or _COMPARISONS[section.condition[0]](value, section.condition[1]):
            if value < 0:
                break
            return _shown_in(section, value, is_own=False)
    return f"{OBJECT_CHARACTER}{value:f}"


def _shown_in(section: _Section, value: Decimal, *, is_own: bool) -> str | None:
    """Return what a part of a format shows; `is_own`: the part is for negative numbers alone."""
    if not section.is_readable:
        return None
    if section.is_split:
        # 0\.0000 prints a point where the number has none: 665000 in 万元 as 66.5000.
        return f"{OBJECT_CHARACTER}{value:f}"
    if not section.pattern:
        return section.prefix.strip()
    number = abs(value) * Decimal(100) ** section.percents
    whole_pattern, _, decimals_pattern = section.pattern.partition(".")
    scale = len(section.pattern) - len(section.pattern.rstrip(","))
    number = _rounded(number / Decimal(1000) ** scale, len(decimals_pattern.rstrip(",")))
    sign = "-" if value < 0 and not is_own and number else ""
    digits = _digits(number, whole_pattern, decimals_pattern)
    text = f"{section.prefix.lstrip()}{sign}{digits}{section.suffix.rstrip()}"
    return OBJECT_CHARACTER + text if scale else text


def shows_text(code: str) -> bool:
    """Return whether a cell with the format shows its text; the fourth part of `;;;` is empty."""
    sections = _sections(code)
    return sections is None or len(sections) < 4 or sections[3] != _Section()


@lru_cache(maxsize=512)
def _sections(code: str) -> list[_Section] | None:
    """Return the parts of a format, None for General and for text."""
    if len(code) > MAX_CODE_CHARACTERS:
        return [_Section(is_split=True)]
    if code.strip().lower() in ("general", "@", ""):
        return None
    sections = [_Section()]
    for match in _PART.finditer(code):
        _add_part(sections, match)
    return sections


def _add_part(sections: list[_Section], match: re.Match[str]) -> None:
    section, text = sections[-1], match.group()
    if match.lastgroup == "separator":
        sections.append(_Section())
    elif match.lastgroup == "digits":
        section.is_split = bool(section.pattern)
        section.pattern += text
    elif match.lastgroup == "quoted":
        section.add_literal(text[1:-1])
    elif match.lastgroup == "bracket":
        if condition := _CONDITION.fullmatch(text):
            section.condition = condition[1], Decimal(condition[2])
        currency = _CURRENCY.match(text)
        section.add_literal(currency[1] if currency else "")
    elif match.lastgroup in ("escaped", "other"):
        section.percents += text == "%"
        section.is_readable = section.is_readable and (
            match.lastgroup == "escaped" or _DATE_OR_FRACTION.match(text) is None
        )
        section.add_literal(text.removeprefix("\\"))


def _matching_section(sections: list[_Section], value: Decimal) -> tuple[_Section, bool]:
    """Return the part for the sign of the value, and whether it is for negative numbers alone."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-min(decimals, _MAX_DECIMALS)), ROUND_HALF_UP)


def _digits(number: Decimal, whole_pattern: str, decimals_pattern: str) -> str:
    """Return the digits of a number that is not negative: 0 prints a digit always, # only if it counts."""
    whole, _, decimals = f"{number:f}".partition(".")
    whole = whole.lstrip("0").rjust(whole_pattern.count("0"), "0")
    if "," in whole_pattern.rstrip(","):
        whole = f"{int(whole or '0'):,}" if whole else ""
    least = len(decimals_pattern.rstrip("#?,"))
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole
