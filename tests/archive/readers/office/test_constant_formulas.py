from __future__ import annotations

from decimal import Decimal

import pytest

from archive.readers.office.constant_formulas import constant_value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("3280+0", "3280"),
        ("=-2*3+4.5", "-1.5"),
        (" 12 ", "12"),
        ("1,200+3", None),
        ("A1+3", None),
        ("SUM(1,2)", None),
        ("7/2", None),
        ("1++2", None),
        ("", None),
        ("1+" * 100000 + "1", None),
        ("9" * 400, None),
    ],
)
def test_only_sums_and_products_of_numbers_are_computed(formula: str, value: str | None) -> None:
    assert constant_value(formula) == (None if value is None else Decimal(value))
