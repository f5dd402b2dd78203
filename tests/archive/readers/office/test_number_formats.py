from __future__ import annotations

from decimal import Decimal

import pytest

from archive.model import OBJECT_CHARACTER
from archive.readers.office.number_formats import shown_number, shows_text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("12", "0", "12"),
        ("66.4866", "0.00", "66.49"),
        ("2.5", "0", "3"),
        ("-2.5", "0", "-3"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("7", "000", "007"),
        ("0", "#", ""),
        ("0", "#,##0", "0"),
        ("1.5", "0.##", "1.5"),
        ("0.12", "0%", "12%"),
        ("0.1234", "0.0%", "12.3%"),
        ("3", '0"件"', "3件"),
        ("3", "0\\件", "3件"),
        ("1200", "[$¥-804]#,##0", "¥1,200"),
        ("-5", "#,##0;(#,##0)", "(5)"),
        ("-5", "0;[Red]-0", "-5"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("4", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "4"),
        ("12", ";;;", ""),
        ("0", "0;-0;;@", ""),
        ("12000", "#,##0,", OBJECT_CHARACTER + "12"),
        ("93", "0,", OBJECT_CHARACTER + "0"),
        ("0.4", "0", "0"),
        ("-0.4", "0", "0"),
        ("12", "General", None),
        ("12", "@", None),
        ("45300", "yyyy-mm-dd", None),
        ("0.5", "# ?/?", None),
        ("5", "[>=10]0;0.0", "5.0"),
        ("12", "[>=10]0;0.0", "12"),
        ("0", '[=0]"";General', ""),
        ("12", '[=0]"";General', None),
        ("2831", '[>1000]"多";0', "多"),
        ("12", '[<=5]"少";[>100]"多";0.0', "12.0"),
        ("5", "[>=10]0", OBJECT_CHARACTER + "5"),
        ("-5", "[<10]0;0.0", OBJECT_CHARACTER + "-5"),
        ("5", "[>=10]0;0;0.0", OBJECT_CHARACTER + "5"),
        ("665000", '0\\.0000"万"', OBJECT_CHARACTER + "665000"),
        ("5", "[" * 1_000_000, OBJECT_CHARACTER + "5"),
        ("5", "0" * 10_000, OBJECT_CHARACTER + "5"),
    ],
)
def test_what_a_cell_with_a_format_shows(value: str, code: str, text: str | None) -> None:
    assert shown_number(Decimal(value), code) == text


def test_a_format_may_hide_text() -> None:
    assert not shows_text(";;;")
    assert all(map(shows_text, ("", "General", "0;-0;;@", "0", "yyyy")))
