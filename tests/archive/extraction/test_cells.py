from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.cells import (
    cell_remark,
    has_suspicious_digits,
    is_plain_integer,
    is_value,
    read_cell,
    read_plain_number,
)
from archive.forms import FormColumn, figure_keys, form
from archive.model import State


def find_column(key: str) -> FormColumn:
    return next(
        column
        for form_id in ("2019", "2021")
        for table in form(form_id).tables
        for row in table.rows
        for column in row.columns
        if column.key == key
    )


@pytest.mark.parametrize(
    ("printed", "key", "state", "number", "unit"),
    [
        ("0", "total", State.REPORTED, "0", ""),
        (" 0", "total", State.REPORTED, "0", ""),
        ("１２", "total", State.REPORTED, "12", ""),
        ("14,069", "total", State.REPORTED, "14069", ""),
        ("3件", "total", State.REPORTED, "3", "件"),
        ("", "total", State.BLANK, None, ""),
        ("\u00a0\u3000", "total", State.BLANK, None, ""),
        ("/", "total", State.DASH, None, ""),
        ("——", "total", State.DASH, None, ""),
        ("－", "total", State.DASH, None, ""),
        ("无", "total", State.DASH, None, ""),
        ("400余", "total", State.UNREADABLE, None, ""),
        ("约3", "total", State.UNREADABLE, None, ""),
        ("1200+", "total", State.UNREADABLE, None, ""),
        ("1,2", "total", State.UNREADABLE, None, ""),
        ("22（其中修订16件）", "total", State.REPORTED, "22", ""),
        ("22(", "total", State.UNREADABLE, None, ""),
        ("12.5（万元）", "fee_amount", State.REPORTED, "12.5", "万元"),
        ("3（单位：元）", "total", State.UNREADABLE, None, "元"),
        ("5元", "total", State.UNREADABLE, None, "元"),
        ("-8", "change", State.REPORTED, "-8", ""),
        ("+1036", "change", State.REPORTED, "1036", ""),
        ("−8", "change", State.REPORTED, "-8", ""),
        ("66.4866", "fee_amount", State.REPORTED, "66.4866", ""),
        ("17,350.00元", "fee_amount", State.REPORTED, "1.735", "元"),
        ("￥20000", "fee_amount", State.REPORTED, "2", "元"),
        ("1.2亿元", "fee_amount", State.REPORTED, "12000", "亿元"),
        ("3万", "fee_amount", State.REPORTED, "3", "万"),
        ("三万五千元", "fee_amount", State.REPORTED, "3.5", "元"),
        ("三万", "fee_amount", State.REPORTED, "3", "万"),
        ("三万五千", "fee_amount", State.UNREADABLE, None, ""),
        ("三万", "total", State.REPORTED, "30000", ""),
        ("7件", "fee_amount", State.UNREADABLE, None, "件"),
        ("251000元", "purchase_amount", State.REPORTED, "251000", "元"),
        ("25.1万元", "purchase_amount", State.REPORTED, "251000", "万元"),
        ("25.1", "purchase_amount", State.REPORTED, "25.1", ""),
    ],
)
def test_a_cell_is_read(printed: str, key: str, state: State, number: str | None, unit: str) -> None:
    reading = read_cell(printed, find_column(key))
    assert (reading.state, reading.unit) == (state, unit)
    assert reading.number == (None if number is None else Decimal(number))


@pytest.mark.parametrize("mark", ["㉑", "𝟏", "º", "ª", "Ⅰ", "²⁄₃", "注1", "1⁄2"])
def test_a_character_that_only_compatibility_makes_a_digit_is_no_part_of_the_number(mark: str) -> None:
    reading = read_cell(f"{mark}87", find_column("total"))
    assert reading.number in (None, Decimal(87))
    assert read_cell(f"87{mark}", find_column("total")).number in (None, Decimal(87))


@given(st.text(max_size=12))
def test_any_text_can_be_read_and_only_values_have_numbers(printed: str) -> None:
    reading = read_cell(printed, find_column("total"))
    assert (reading.number is not None) == (reading.state is State.REPORTED)
    assert reading.number is None or is_value(printed)


@given(st.integers(min_value=0, max_value=10**9))
def test_thousands_separators_are_ignored(number: int) -> None:
    assert read_cell(f"{number:,}", find_column("total")).number == number
    assert read_plain_number(str(number)) == number


def test_a_remark_is_separated_from_its_number() -> None:
    assert cell_remark("22（其中修订16件）") == "(其中修订16件)"
    assert (cell_remark("22"), cell_remark("12（万元）"), cell_remark("见附件")) == ("", "", "")


@given(st.text("0123456789０一oOl|．. ()件①-", max_size=6))
def test_a_plain_integer_has_no_remark_and_no_suspicious_digits(text: str) -> None:
    assert not is_plain_integer(text) or not (cell_remark(text) or has_suspicious_digits(text))


@pytest.mark.parametrize(("text", "is_plain"), [("0", True), ("120", True), ("012", False), ("１２", False)])
def test_plain_integers_are_ascii_digits_without_leading_zero(text: str, is_plain: bool) -> None:
    assert is_plain_integer(text) is is_plain


@pytest.mark.parametrize("printed", ["1 2", "133\n64", "05", "00"])
def test_separated_digits_and_leading_zeros_are_suspicious(printed: str) -> None:
    assert has_suspicious_digits(printed)


@pytest.mark.parametrize("printed", ["0", " 0", "1,204", "0.5", "", "约 3", "10"])
def test_plain_cells_are_not_suspicious(printed: str) -> None:
    assert not has_suspicious_digits(printed)


@pytest.mark.parametrize("printed", ["1200余", "约3", "1200+", "3件以上", "12(其中2件)"])
def test_inexact_counts_are_values(printed: str) -> None:
    assert is_value(printed)


def test_a_number_with_a_unit_or_separator_is_not_plain() -> None:
    assert (read_plain_number("3件"), read_plain_number("17,350"), read_plain_number(" 3 ")) == (
        None,
        None,
        Decimal(3),
    )


def test_the_columns_of_all_forms_have_three_kinds() -> None:
    kinds = {
        column.kind
        for form_id in ("2019", "2021")
        for table in form(form_id).tables
        for row in table.rows
        for column in row.columns
    }
    assert kinds == {"count", "change", "amount"}
    assert (len(figure_keys("2021")), len(figure_keys("2019"))) == (200, 198)


@pytest.mark.parametrize(
    ("text", "can_be_value"), [("减少69", True), ("增加5项", True), ("减少", False), ("新增栏目", False)]
)
def test_a_change_in_words_with_its_number_can_be_a_value(text: str, can_be_value: bool) -> None:
    assert is_value(text) is can_be_value
