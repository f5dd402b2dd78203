from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.numerals import parse_integer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("14,069", 14069), ("１２", 12), ("一", 1), ("十", 10), ("十二", 12), ("二十", 20),
        ("一百零三", 103), ("一千二百", 1200), ("三万零五", 30005), ("二〇二三", 2023), ("两百", 200),
        ("", None), ("9" * 5000, None), ("3.5", None), ("若干", None), ("-1", None),
        ("十万", 100_000), ("一万二千", 12_000), ("一万二千万", None), ("一百千", None), ("万", None),
    ],
)  # fmt: skip
def test_numerals_are_parsed(text: str, number: int | None) -> None:
    assert parse_integer(text) == number


@given(st.integers(0, 10**9))
def test_thousands_separators_are_ignored(number: int) -> None:
    assert parse_integer(f"{number:,}") == number


CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万"


@given(st.text(max_size=8) | st.text(CHINESE_DIGITS, max_size=40))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    number = parse_integer(text)
    assert number is None or number >= 0
