from __future__ import annotations

import pytest

from archive.checks import Facts, catalog, cell_checks, structure
from archive.extraction.sections import Layout, split
from archive.extraction.tables.align import align
from archive.forms import Form, figures, form
from archive.model import GridKind, Paragraph, Result
from tests.archive.extraction.test_sections import report
from tests.support.drawn_tables import drawn


def facts(form_id: str = "2021", year: int | None = 2022, **changes: str) -> Facts:
    values = dict.fromkeys(figures(form_id), "0")
    for place, text in changes.items():
        table, row, column = place.split("__")
        values[table, row, column] = text
    used = form(form_id)
    layout = layout_with_problems("我局公开内容的覆盖面仍需扩大，回应关切不够及时。")
    return Facts(layout, used, False, year, align(drawn(used, values, GridKind.SPANS), used))


def layout_with_problems(text: str) -> Layout:
    blocks = [
        Paragraph(text) if isinstance(block, Paragraph) and "改进情况的正文" in block.text else block
        for block in report()
    ]
    return split(blocks)


def failing(of: Facts) -> set[str]:
    return {one.id for one in structure(of) if one.result is Result.FAIL}


def test_a_whole_report_has_nothing_to_tell() -> None:
    assert failing(facts()) == set()
    assert failing(facts("2019", 2020)) == set()


@pytest.mark.parametrize(
    ("form_id", "year", "fails"),
    [("2021", 2021, False), ("2021", 2020, True), ("2019", 2021, True), ("2019", 2018, True)],
)
def test_the_form_must_be_that_of_the_year(form_id: str, year: int, fails: bool) -> None:
    assert ("F_YEAR_FORM" in failing(facts(form_id, year))) is fails


def test_missing_rows_are_named() -> None:
    used = form("2021")
    placed = [
        one for one in drawn(used, dict.fromkeys(figures("2021"), "0"), GridKind.SPANS) if one.number != 0
    ]
    of = Facts(facts().layout, used, False, 2022, align(placed, used))
    details = {one.id: one.detail for one in structure(of) if one.result is Result.FAIL}
    assert details["F_TABLES"] == "表二 主动公开政府信息情况"
    assert details["F_ROWS_MISSING"].startswith("规章、行政规范性文件、行政许可")


def test_an_empty_fifth_section() -> None:
    of = facts()
    assert "F_S5_EMPTY" in failing(Facts(layout_with_problems("无。"), of.form, False, 2022, of.alignment))


def cells(used: Form, **changes: str) -> dict[str, tuple[str, str, str]]:
    of = facts(used.id, None, **changes)
    return {one.id: (one.row, one.column, one.detail) for one in cell_checks(used, of.alignment.figures)}


def test_cells_that_are_no_counts() -> None:
    assert cells(form("2021"), requests__granted__total="1.5") == {"T3_INT": ("granted", "total", "1.5")}
    assert cells(form("2021"), disclosure__licences__decisions="-1") == {
        "T2_INT": ("licences", "decisions", "-1")
    }
    assert cells(form("2019"), disclosure__licences__change="-1") == {}
    assert cells(form("2021"), disclosure__fees__fee_amount="1.5") == {}


def test_money_in_another_unit_than_the_header() -> None:
    assert set(cells(form("2021"), disclosure__fees__fee_amount="5000元")) == {"T2_FEE_UNIT"}
    assert cells(form("2021"), disclosure__fees__fee_amount="0.5万元") == {}


def test_what_nobody_can_read_is_told() -> None:
    found = cells(form("2021"), disclosure__rules__in_force="见附件")
    assert found == {"F_UNREADABLE": ("rules", "in_force", "见附件")}


def test_every_finding_is_in_the_catalogue() -> None:
    assert {one.id for one in structure(facts())} <= set(catalog())
    assert all(one.zh and one.explanation for one in catalog().values())
