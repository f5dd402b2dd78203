"""Layouts of the text formats, compared with those of the seeds."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from samples.renderers.formats import FORMATS
from samples.reports.agencies import Agency, places, systems
from samples.reports.report import ReportOptions, SampleReport, write_reports


def reports() -> list[SampleReport]:
    agency = Agency(places()[3], systems()[3])
    return write_reports(agency, range(2019, 2025), [ReportOptions("usual", "page", "word")] * 6, seed=5)


REPORTS = reports()
NEWEST = REPORTS[-1]


def printed_text(name: str, report: SampleReport = NEWEST) -> str:
    return FORMATS[name].render(report).decode()


def printed_total(report: SampleReport, row: str) -> str:
    return report.cells["requests", row, "total"].text


@pytest.mark.parametrize("name", FORMATS)
def test_rendering_is_reproducible(name: str) -> None:
    assert FORMATS[name].render(NEWEST) == FORMATS[name].render(NEWEST)


@pytest.mark.parametrize(
    "name", [name for name, text_format in FORMATS.items() if text_format.suffix in (".txt", ".md")]
)
def test_text_formats_contain_every_paragraph_and_every_figure(name: str) -> None:
    for report in REPORTS:
        text = printed_text(name, report)
        assert all(line in text for section in report.sections.values() for line in section.split("\n"))
        shown = [cell.text for cell in report.cells.values() if cell.text]
        cells = re.split(r"[|\t\n]", text)
        assert len(shown) <= sum(1 for cell in cells if cell.strip() in set(shown))


def test_rows_are_padded_as_in_seed_001() -> None:
    lines = printed_text("text_rows").splitlines()
    assert "| 第二十条第（一）项 | |||" in lines
    assert any(re.fullmatch(r"\| 行政许可 \| \S+ \| \|\|", line) for line in lines)
    assert any(
        re.fullmatch(r"\| 三、本年度办理结果 \| （一）予以公开( \| \S*){7} \| \|", line) for line in lines
    )


def test_a_lone_pipe_starts_each_row_as_in_seed_000() -> None:
    text = printed_text("text_opened_cells")
    assert "|\n第二十条第（一）项 |\n|||\n|\n信息内容 |\n" in text
    assert "\n|\n" not in printed_text("text_cells").split("三、收到")[0]


def test_mixed_text_has_complete_and_broken_rows() -> None:
    lines = printed_text("text_mixed").splitlines()
    assert [line for line in lines if line.startswith("| ") and line.count(" | ") > 5]
    assert [line for line in lines if re.fullmatch(r"\S+ \|", line)]


def test_the_second_markdown_table_has_another_layout_as_in_seed_002() -> None:
    rows = [
        line.strip("|").split("|") for line in printed_text("markdown").splitlines() if line.startswith("|")
    ]
    labels = {cell.strip(): place for row in rows for place, cell in enumerate(row) if cell.strip()}
    assert (labels["一、本年新收政府信息公开申请数量"], labels["1.属于国家秘密"]) == (0, 2)
    assert (labels["（七）总计"], labels["四、结转下年度继续办理"]) == (0, 0)
    assert (
        len([line for line in printed_text("markdown").splitlines() if re.fullmatch(r"[|-]{20,}", line)]) == 4
    )


def test_tabs_start_cells_as_in_seed_003() -> None:
    text = printed_text("tabs")
    assert "\t商业\n企业\n\t科研\n机构\n" in text
    assert f"\t{printed_total(NEWEST, 'carried_forward')}\n\n" in text


def test_markup_between_letters_keeps_the_text() -> None:
    letters = lxml_html.fromstring(printed_text("html_letters")).text_content()
    plain = lxml_html.fromstring(printed_text("html_word")).text_content()
    assert "".join(letters.split()) == "".join(plain.split())


def test_a_split_table_is_two_tables() -> None:
    def tables(name: str) -> int:
        return len(lxml_html.fromstring(printed_text(name)).xpath("//table"))

    assert tables("html_cut") == tables("html_word") + 1 == 4
    assert tables("html_nested") == 6


def test_html_one_line_has_no_line_break() -> None:
    assert printed_text("html_one_line").count("\n") == 0
