from __future__ import annotations

import pytest

from archive.checks import StructureInput, catalog, cell_findings, structure_findings
from archive.extraction.sections import SectionLayout, split_sections
from archive.extraction.tables.align import align_tables
from archive.forms import Form, figure_keys, form
from archive.model import GridKind, Paragraph, Result
from tests.archive.extraction.test_sections import report_blocks
from tests.support.drawn_tables import draw_tables


def structure_input(form_id: str = "2021", year: int | None = 2022, **changes: str) -> StructureInput:
    values = dict.fromkeys(figure_keys(form_id), "0")
    for place, text in changes.items():
        table, row, column = place.split("__")
        values[table, row, column] = text
    used = form(form_id)
    layout = layout_with_problems("我局公开内容的覆盖面仍需扩大，回应关切不够及时。")
    return StructureInput(
        layout, used, False, year, align_tables(draw_tables(used, values, GridKind.SPANS), used)
    )


def layout_with_problems(text: str) -> SectionLayout:
    blocks = [
        Paragraph(text) if isinstance(block, Paragraph) and "改进情况的正文" in block.text else block
        for block in report_blocks()
    ]
    return split_sections(blocks)


def failing_ids(report_structure: StructureInput) -> set[str]:
    return {finding.id for finding in structure_findings(report_structure) if finding.result is Result.FAIL}


def test_a_complete_report_has_no_findings() -> None:
    assert failing_ids(structure_input()) == set()
    assert failing_ids(structure_input("2019", 2020)) == set()


@pytest.mark.parametrize(
    ("form_id", "year", "fails"),
    [("2021", 2021, False), ("2021", 2020, True), ("2019", 2021, True), ("2019", 2018, True)],
)
def test_the_form_must_be_the_one_of_the_year(form_id: str, year: int, fails: bool) -> None:
    assert ("F_YEAR_FORM" in failing_ids(structure_input(form_id, year))) is fails


def test_missing_rows_are_named() -> None:
    used = form("2021")
    tables = [
        span
        for span in draw_tables(used, dict.fromkeys(figure_keys("2021"), "0"), GridKind.SPANS)
        if span.number != 0
    ]
    report_input = StructureInput(structure_input().layout, used, False, 2022, align_tables(tables, used))
    details = {
        finding.id: finding.detail
        for finding in structure_findings(report_input)
        if finding.result is Result.FAIL
    }
    assert details["F_TABLES"] == "表二 主动公开政府信息情况"
    assert details["F_ROWS_MISSING"].startswith("规章、行政规范性文件、行政许可")


def test_an_empty_fifth_section_is_found() -> None:
    report_input = structure_input()
    assert "F_S5_EMPTY" in failing_ids(
        StructureInput(layout_with_problems("无。"), report_input.form, False, 2022, report_input.alignment)
    )


def single_row_cells(used_form: Form, **changes: str) -> dict[str, tuple[str, str, str]]:
    report_input = structure_input(used_form.id, None, **changes)
    return {
        figure.id: (figure.row, figure.column, figure.detail)
        for figure in cell_findings(used_form, report_input.alignment.figures)
    }


def test_cells_that_are_not_counts_are_found() -> None:
    assert single_row_cells(form("2021"), requests__granted__total="1.5") == {
        "T3_INT": ("granted", "total", "1.5")
    }
    assert single_row_cells(form("2021"), disclosure__licences__decisions="-1") == {
        "T2_INT": ("licences", "decisions", "-1")
    }
    assert single_row_cells(form("2019"), disclosure__licences__change="-1") == {}
    assert single_row_cells(form("2021"), disclosure__fees__fee_amount="1.5") == {}


def test_money_in_a_unit_other_than_the_headers_is_found() -> None:
    assert set(single_row_cells(form("2021"), disclosure__fees__fee_amount="5000元")) == {"T2_FEE_UNIT"}
    assert single_row_cells(form("2021"), disclosure__fees__fee_amount="0.5万元") == {}


def test_an_unreadable_cell_is_found() -> None:
    findings = single_row_cells(form("2021"), disclosure__rules__in_force="见附件")
    assert findings == {"F_UNREADABLE": ("rules", "in_force", "见附件")}


def test_every_finding_is_in_the_catalogue() -> None:
    assert {finding.id for finding in structure_findings(structure_input())} <= set(catalog())
    assert all(check.zh and check.explanation for check in catalog().values())
