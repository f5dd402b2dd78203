"""Reports for the years before 2019, in every format, and documents that must not be taken for one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.database.fulltext import index_entry, tokens
from archive.database.rows import ReportSource, report_key, report_rows
from archive.database.schema import load_schema
from archive.exports.report_json import report_to_json
from archive.forms import forms
from archive.model import Document, NotAReport, Result, State
from archive.parse import parse_document
from samples.renderers.formats import FORMATS
from samples.reports.agencies import Agency, places, systems
from samples.reports.legacy import (
    Columns,
    LegacyReport,
    chapter_orders,
    expected_statistics,
    write_legacy_report,
)
from samples.reports.outline import Outline
from samples.reports.report import ReportOptions, SampleReport, write_reports

pytestmark = pytest.mark.slow

COLUMNS: tuple[Columns, ...] = ("one", "consolidated", "local")
DIALECTS = ("html_plain", "html_word", "text_rows", "text_cells", "text_opened_cells", "markdown", "tabs")
# In these formats the rows of a table stay intact, so that every cell of a report can be read back.
ALL_FORMATS = (
    *DIALECTS,
    "html_zoom",
    "html_office",
    "html_nested",
    "html_letters",
    "text_mixed",
    "docx",
    "pdf",
    "ofd",
    "xlsx",
)
ORIGIN = ReportSource(url="http://a/", document_id=5, media_type="text/html", parser_version="1")


def legacy_sample(
    order: str = "jilin", columns: Columns = "one", year: int = 2016, number: int = 40
) -> LegacyReport:
    return write_legacy_report(Agency(places()[number], systems()[0]), year, order, columns, seed=5)


def report_document(report: SampleReport, name: str = "html_word") -> Document:
    return Document(FORMATS[name].render(report), f"report{FORMATS[name].suffix}")


def current_report(year: int) -> SampleReport:
    [report] = write_reports(
        Agency(places()[7], systems()[1]), range(year, year + 1), [ReportOptions("usual", "page", "word")], 3
    )
    return report


def outline_without_tables(outline: Outline) -> Outline:
    return replace(outline, parts=tuple(replace(part, table=None) for part in outline.parts))


def check_read_back(report: LegacyReport, name: str) -> None:
    fields = report_to_json(parsed := parse_document(report_document(report, name)))
    assert fields["form"] == "legacy"
    assert fields["legacy_cells"] == expected_statistics(report)
    assert {key: text for key, text in parsed.sections.items() if key != "annex"} == report.sections
    assert (fields["agency"], fields["year"]) == (report.agency.name, report.year)
    assert [finding.id for finding in parsed.findings if finding.result is Result.FAIL] == []
    assert not parsed.figures


@pytest.mark.parametrize("name", ALL_FORMATS)
@pytest.mark.parametrize("columns", COLUMNS)
def test_a_report_is_read_back_from_every_format(name: str, columns: Columns) -> None:
    order = chapter_orders()[(ALL_FORMATS.index(name) + COLUMNS.index(columns)) % len(chapter_orders())]
    check_read_back(legacy_sample(order, columns, 2009 if columns == "local" else 2016), name)


@settings(max_examples=30, deadline=None)
@given(
    order=st.sampled_from(chapter_orders()),
    columns=st.sampled_from(COLUMNS),
    year=st.integers(2008, 2018),
    number=st.integers(0, 300),
    name=st.sampled_from(DIALECTS),
)
def test_any_report_is_read_back(order: str, columns: Columns, year: int, number: int, name: str) -> None:
    report = legacy_sample(order, columns, year, number)
    check_read_back(report, name)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2024])
@pytest.mark.parametrize("name", ["html_word", "markdown", "text_rows"])
def test_a_modern_report_without_tables_is_modern_and_has_a_finding(year: int, name: str) -> None:
    report = replace(current_report(year), alterations=(outline_without_tables,))
    read = parse_document(report_document(report, name))
    assert read.form == report.form
    assert "F_TABLES" in {finding.id for finding in read.findings if finding.result is Result.FAIL}
    assert not read.legacy_cells


def test_modern_tables_decide_the_form_whatever_the_year_in_the_title() -> None:
    report = current_report(2020)
    read = parse_document(report_document(replace(report, title=report.title.replace("2020", "2017"))))
    assert (read.form, read.identity.year) == ("2019", 2017)
    failed = {finding.id for finding in read.findings if finding.result is Result.FAIL}
    assert "F_YEAR_FORM" in failed
    assert not read.legacy_cells


def test_an_old_table_in_a_later_year_is_read_and_has_a_finding() -> None:
    read = parse_document(report_document(legacy_sample(year=2019)))
    assert read.form == "legacy"
    assert ("F_YEAR_FORM", Result.FAIL) in {(finding.id, finding.result) for finding in read.findings}


def test_an_old_report_without_its_table_has_one_finding() -> None:
    report = replace(legacy_sample(), alterations=())
    outline = outline_without_tables(report.outline)

    class Bare(LegacyReport):
        @property
        def outline(self) -> Outline:
            return outline

    fields = {name: getattr(report, name) for name in LegacyReport.__dataclass_fields__}
    read = parse_document(report_document(Bare(**fields)))
    assert read.form == "legacy"
    assert [finding.id for finding in read.findings if finding.result is Result.FAIL] == ["L_TABLE"]


@pytest.mark.parametrize(
    "lines",
    [["主动公开", "依申请公开", "概述", "收费情况"], ["一、主动公开", "二、依申请公开", "三、咨询处理情况"]],
)
def test_a_page_with_a_menu_is_not_a_report(lines: list[str]) -> None:
    page = "".join(f"<p>{line}</p>" for line in lines)
    with pytest.raises(NotAReport):
        parse_document(
            Document(
                f"<html><head><meta charset='utf-8'></head><body>{page}</body></html>".encode(), "a.html"
            )
        )


def test_a_wrong_sum_has_a_finding_with_its_cells() -> None:
    report = legacy_sample()
    rows = [
        replace(row, cells=(replace(row.cells[0], text="977", number=row.cells[0].number),))
        if row.label == "（一）收到申请数"
        else row
        for row in report.rows
    ]
    read = parse_document(report_document(replace(report, rows=tuple(rows))))
    [wrong] = [finding for finding in read.findings if finding.result is Result.FAIL]
    assert (wrong.id, wrong.right, wrong.attribution) == ("L_RECEIVED", 977, "source")
    numbers = [int(key.split(".")[1]) for key in wrong.cells]
    assert [read.legacy_cells[number].label for number in numbers] == [
        "1.当面申请数", "2.传真申请数", "3.网络申请数", "4.信函申请数", "（一）收到申请数",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("html_word", r"(件</[^\n]*?)<td[^>]*>(?:(?!<td).)*?</td></tr>"),
        ("text_cells", r"(当面申请数 \|\n件 \|\n)[^\n]*\n"),
    ],
)
def test_a_row_with_a_missing_cell_is_uncertain(name: str, lost: str) -> None:
    text, count = re.subn(
        lost, r"\1", FORMATS[name].render(legacy_sample(columns="consolidated")).decode(), count=1
    )
    assert count == 1
    read = parse_document(Document(text.encode(), f"report{FORMATS[name].suffix}"))
    truths = expected_statistics(legacy_sample(columns="consolidated"))
    unsure = [cell for cell in read.legacy_cells if cell.state is State.UNCERTAIN]
    assert len({figure.label for figure in unsure}) == 1
    assert "F_UNCERTAIN" in {finding.id for finding in read.findings if finding.result is Result.FAIL}
    wrong = [
        legacy_cell
        for legacy_cell, truth in zip(read.legacy_cells, truths, strict=True)
        if legacy_cell.state is not State.UNCERTAIN and legacy_cell.raw != truth["raw"]
    ]
    assert wrong == []


def test_database_rows_have_the_printed_cells() -> None:
    report = legacy_sample(columns="consolidated")
    read = parse_document(report_document(report))
    key = report_key(read)
    assert key
    rows = report_rows(read, key, ORIGIN)
    cells = rows["legacy_cells"]
    assert len(cells) == len(expected_statistics(report))
    assert {name for cell in cells for name in cell} == set(load_schema().table("legacy_cells").column_names)
    assert {cell["column_name"] for cell in cells} == set(report.columns)
    assert all((cell["value"] is None) == (cell["state"] != State.REPORTED) for cell in cells)
    assert [row["number"] for row in rows["grids"]] == [0]
    assert all(rows[table] == [] for table in ("disclosure", "requests", "challenges", "cells"))
    assert set(rows["indicators"][0].values()) - {rows["reports"][0]["id"]} == {None}
    chapters = [row["section"] for row in rows["sections"]]
    assert chapters == ["preamble", *(key for key in report.sections if key != "preamble"), "annex"]


def test_chapters_of_old_reports_are_indexed_for_search() -> None:
    entry = index_entry(parse_document(report_document(legacy_sample("nanjing"))).sections)
    assert any(tokens("当场答复") in column for column in entry)


def test_no_form_has_the_id_legacy() -> None:
    assert "legacy" not in forms()


LISTS = {
    "其中 before the first item": ("其中：1.网站公开", "2.公报公开"),
    "其中 in a row of its own": ("其中：", "1.网站公开", "2.公报公开"),
    "no 其中": ("1.网站公开", "2.公报公开"),
    "brackets": ("其中：（1）网站公开", "（2）公报公开"),
}


@pytest.mark.parametrize("items", LISTS.values(), ids=LISTS)
def test_a_label_without_a_number_ends_the_list_of_the_one_above_it(items: tuple[str, ...]) -> None:
    labels = ("主动公开信息数", *items, "收到申请总数", *items)
    values = ["<td></td><td></td>" if label == "其中：" else "<td>条</td><td>3</td>" for label in labels]
    rows = "".join(f"<tr><td>{label}</td>{value}</tr>" for label, value in zip(labels, values, strict=True))
    header = "<tr><td>指标名称</td><td>计量单位</td><td>2013年度</td></tr>"
    chapters = (
        "一、概述",
        "二、主动公开政府信息情况",
        "三、政府信息依申请公开工作情况",
        "四、存在的主要问题及改进情况",
    )
    prose = "".join(f"<p>{chapter}</p><p>情况正常，没有差错。</p>" for chapter in chapters)
    page = f"<h1>临水县水务局2013年政府信息公开工作年度报告</h1>{prose}<table>{header}{rows}</table>"
    cells = parse_document(Document(page.encode(), "report.html")).legacy_cells
    heads = [cell.path[0] if cell.path else cell.label for cell in cells]
    count = len(cells) // 2
    assert heads == ["主动公开信息数"] * count + ["收到申请总数"] * count
    assert {cell.path for cell in cells if cell.label.endswith("公报公开")} == {
        (head, "其中：") if "其中：" in items else (head,) for head in ("主动公开信息数", "收到申请总数")
    }
