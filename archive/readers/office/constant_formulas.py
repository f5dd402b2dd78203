"""Computes formulas of a workbook that consist of numbers only, such as =3280+0.

A workbook that a program wrote has no values for its formulas. One that refers to no other cell says itself
which number every spreadsheet program shows; any other stays without a value.
"""

from __future__ import annotations

import re
from decimal import Decimal

_MAX_CHARS = 200
_TERM = r"\d{1,15}(?:\.\d{1,6})?"
_SUM = re.compile(rf"[+-]?{_TERM}(?:\*{_TERM}){{0,3}}(?:[+-]{_TERM}(?:\*{_TERM}){{0,3}})*")
_PRODUCT = re.compile(rf"([+-]?)({_TERM}(?:\*{_TERM}){{0,3}})")


def constant_value(formula: str) -> Decimal | None:
    """Return the value of a sum of numbers and products of numbers, None for any other formula."""
    plain = formula.strip().removeprefix("=").replace(" ", "")
    if len(plain) > _MAX_CHARS or _SUM.fullmatch(plain) is None:
        return None
    total = Decimal(0)
    for sign, product in _PRODUCT.findall(plain):
        value = Decimal(1)
        for factor in product.split("*"):
            value *= Decimal(factor)
        total += -value if sign == "-" else value
    return total
