"""Units of money that are printed outside of the cell of the amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.extraction.cells import read_cell
from archive.extraction.tables.align import align_tables
from archive.extraction.tables.printed_units import money_units, note_units
from archive.extraction.tables.table_selection import TableContext
from archive.forms import figure_keys, form
from archive.model import GridKind, State
from tests.support.drawn_tables import draw_tables
from tests.support.html_reports import disclosure_figures, disclosure_table, read_report, report_page


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("收费金额（元）", "元"),
        ("收费金额（仟元）", "仟元"),
        ("收费金额（十万元）", "十万元"),
        ("收费金额（万圆）", "万圆"),
        ("收费金额（元人民币）", "元"),
        ("收费金额（元（人民币））", "元"),
        ("单位：件、百万元", "百万元"),
        ("收费金额（元，人民币）", "元"),
        ("收费金额（萬 元，保留四位小数）", "万元"),
        ("收费金额（百万）", "百万元"),
        ("收费金额（以千元为单位）", "千元"),
        ("收费金额（万元，不含罚没款2元）", "万元"),
        ("收费金额（元/万元）", "元/万元"),
        ("单位：元或千元", "元/千元"),
        ("收费金额（万美元）", "万美元"),
        ("收费金额（单位：角）", "角"),
        ("收费金额（人民币：万元）", "万元"),
        ("收费金额（￥）", "¥"),
        ("货币单位：人民币", "人民币"),
        ("金额单位：分", "分"),
    ],
)
def test_units_of_headers_and_captions(text: str, unit: str) -> None:
    assert money_units([text]) == [unit]


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("收费金额（￥）", "120", None),
        ("收费金额（RMB）", "120", None),
        ("收费金额（单位：分）", "120", None),
        ("收费金额（美元）", "120", None),
        ("收费金额（￥）", "0", "0"),
        ("收费金额（￥）", "120元", "0.012"),
        ("收费金额（￥）", "120万元", "120"),
        ("收费金额（单位：万元）", "￥120", None),
        ("收费金额（单位：元）", "￥120", "0.012"),
        ("收费金额", "￥120", "0.012"),
        ("收费金额（￥/万元）", "120", "120"),
    ],
)
def test_a_currency_alone_leaves_the_unit_open(header: str, cell: str, amount: str | None) -> None:
    report = read_report(report_page(disclosure_table({"fees.fee_amount": cell}, fee_header=f"本年{header}")))
    figure = disclosure_figures(report)["fees.fee_amount"]
    assert figure.number == (None if amount is None else Decimal(amount))
    assert (figure.state in (State.UNCERTAIN, State.UNREADABLE)) is (amount is None)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("注：收费金额的单位为元。", ["元"]),
        ("注：本表金额均以千元计。", ["千元"]),
        ("本表按人民币元为单位填写。", ["元"]),
        ("注：收费金额单位为万美元。", ["万美元"]),
        ("按每件3美元收取。", []),
        ("全年收取120.5万元。", []),
        ("以每件3元的标准收取。", []),
        ("为企业减免2亿元，较上年增加。", []),
    ],
)
def test_a_note_states_a_unit_only_if_it_is_about_units(line: str, units: list[str]) -> None:
    assert note_units([line]) == units


def test_a_note_that_contradicts_the_header_is_a_finding() -> None:
    values = {**dict.fromkeys(figure_keys("2021"), "0"), ("disclosure", "fees", "fee_amount"): "120"}
    grids = draw_tables(form("2021"), values, GridKind.SPANS)

    def read(note: str) -> tuple[Decimal | None, list[str]]:
        context = TableContext(texts={"disclosure": [note]})
        aligned = align_tables(grids, form("2021"), context)
        number = next(figure.number for figure in aligned.figures if figure.column == "fee_amount")
        return number, [finding.detail for finding in aligned.findings if finding.id == "F_UNIT_CONFLICT"]

    assert read("金额如上。") == (Decimal(120), [])
    number, conflicts = read("注：收费金额单位为元。")
    assert conflicts == ["万元、元"] or number == Decimal("0.012")


@pytest.mark.parametrize("header", ["（元/万元）", "（万美元）", "（单位：港元）", "（分）"])
def test_an_amount_in_a_unit_that_cannot_be_converted_is_unreadable(header: str) -> None:
    column = form("2021").table("disclosure").rows_by_key["fees"].columns[0]
    unit = money_units([f"本年收费金额{header}"])[0]
    assert read_cell("35", column, unit).state is State.UNREADABLE


@pytest.mark.parametrize(
    "text", ["第二十条第（八）项", "填报单位：广元市林业局", "行政事业性收费（项）", "减免2千元"]
)
def test_a_text_without_a_unit_states_none(text: str) -> None:
    assert money_units([text]) == []
