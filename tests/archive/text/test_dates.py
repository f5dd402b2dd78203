from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.dates import DATE_PATTERNS, find_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年1月9日", "2023-01-09"),
        ("2023 年 01 月 09 日", "2023-01-09"),
        ("发布时间：2023-01-09 08:30", "2023-01-09"),
        ("二〇二三年一月九日", "2023-01-09"),
        ("二○二四年十二月三十一日", "2024-12-31"),
        ("二〇二四年十月二十日", "2024-10-20"),
        ("2023年13月9日", None),
        ("2023年", None),
        ("第2023号", None),
    ],
)
def test_dates_are_found_in_text(text: str, iso: str | None) -> None:
    date = find_date(text)
    assert (date.iso if date else None) == iso


@given(st.dates(datetime.date(2008, 1, 1), datetime.date(2039, 12, 31)))
def test_any_date_is_read_back(date: datetime.date) -> None:
    found_date = find_date(f"{date.year}年{date.month}月{date.day}日")
    assert found_date is not None
    assert found_date.iso == date.isoformat()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年13月9日修改，2024-01-22 发布", "2024-01-22"),
        ("二千零二十三年一月九日", "2023-01-09"),
        ("一" * 1_000_000, None),
        ("2" * 1_000_000, None),
        ("一年" * 500_000, None),
        ("九" * 999_990 + "。二〇二三年一月九日", "2023-01-09"),
    ],
    ids=["second", "thousands", "numerals", "digits", "years", "end"],
)
def test_a_date_is_found_in_any_line(text: str, iso: str | None) -> None:
    date = find_date(text)
    assert (date.iso if date else None) == iso


def test_a_pattern_of_dates_matches_a_limited_number_of_characters() -> None:
    # Else every character of a long run of digits would be compared with all that follow it.
    assert [pattern.pattern for pattern in DATE_PATTERNS if re.search(r"[*+]|,\}", pattern.pattern)] == []
