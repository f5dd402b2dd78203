"""Notices and blank forms are refused; reports with blank cells are read."""

from __future__ import annotations

import pytest

from archive.model import Document, NotAReport
from archive.parse import parse_document
from tests.archive.extraction.test_sections import TITLES

REASON = "是编制通知或空白格式，不是年度报告"
TITLE = "临水县教育局2022年政府信息公开工作年度报告"
NOTICE = ("关于做好2022年政府信息公开工作年度报告编制和发布工作的通知", "各乡镇人民政府，县直各单位：")
RULES_TABLE = """<table>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>{0}</td><td>{0}</td><td>{0}</td></tr>
<tr><td>行政规范性文件</td><td>{0}</td><td>{0}</td><td>{0}</td></tr></table>"""


def read_page(*lines: str, text: str, cell: str = "") -> None:
    sections = [
        f"<p>{ordinal}、{title}</p><p>{text}</p>"
        for ordinal, title in zip("一二三四五六", TITLES, strict=True)
    ]
    sections[1] = f"<p>二、{TITLES[1]}</p>{RULES_TABLE.format(cell)}"
    page = "".join(f"<p>{line}</p>" for line in lines) + "".join(sections)
    parse_document(Document(f"<html><body>{page}</body></html>".encode(), "page.html"))


INSTRUCTIONS = (
    "概述主动公开、依申请公开、政府信息管理等方面的情况。",
    "应当说明主要问题和改进措施，1000字以内。",
    "请填写本年度收到申请的数量。",
    "2022年，XX局共收到政府信息公开申请XX件。",
    "……",
    "（简要说明本部分的情况。）",
    "____年，我单位主动公开政府信息____条。",
)


@pytest.mark.parametrize(
    "lines",
    [
        (*NOTICE, "为做好编制工作，现通知如下。"),
        (*NOTICE, "附件：格式", "XX局2022年政府信息公开工作年度报告"),
    ],
)
@pytest.mark.parametrize("text", INSTRUCTIONS)
def test_a_notice_with_a_form_is_refused(lines: tuple[str, ...], text: str) -> None:
    with pytest.raises(NotAReport, match=REASON):
        read_page(*lines, text=text)


@pytest.mark.parametrize(
    "title", ["政府信息公开工作年度报告格式", "XX县XX局2022年政府信息公开工作年度报告", TITLE]
)
@pytest.mark.parametrize("text", INSTRUCTIONS)
def test_a_blank_form_is_refused(title: str, text: str) -> None:
    with pytest.raises(NotAReport, match=REASON):
        read_page(title, text=text, cell="XX" if "XX" in text else "")


def test_a_form_without_any_text_is_refused() -> None:
    with pytest.raises(NotAReport, match=REASON):
        read_page("政府信息公开工作年度报告", text="")


@pytest.mark.parametrize(
    ("lines", "text", "cell"),
    [
        ((TITLE,), "2022年，我局持续推进公开，群众办事更方便。", ""),
        ((TITLE, f"根据《{NOTICE[0]}》，现公布年报。"), "我局持续推进公开，群众办事更方便。", ""),
        ((TITLE, *NOTICE), "我局持续推进公开，群众办事更方便。", ""),
        ((*NOTICE,), "我局持续推进公开，群众办事更方便。", "0"),
        ((TITLE,), "无", ""),
        ((TITLE,), "请填写本年度收到申请的数量。", "3"),
        ((TITLE,), "我局制作公开指南……群众办事更方便。共收到建议3条，全部采纳。", "/"),
    ],
)
def test_a_report_with_blank_cells_is_read(lines: tuple[str, ...], text: str, cell: str) -> None:
    read_page(*lines, text=text, cell=cell)


@pytest.mark.parametrize(
    "title", ["临水县2022年政务公开工作要点", "临水县教育局政务公开工作方案", "政务公开考核细则（2022年）"]
)
def test_a_plan_with_the_six_headings_is_refused(title: str) -> None:
    with pytest.raises(NotAReport, match=REASON):
        read_page(title, text="明确专人负责，按季度检查。")


def test_a_report_below_the_name_of_a_plan_is_read() -> None:
    read_page("政务公开工作方案", TITLE, text="明确专人负责，按季度检查。")


@pytest.mark.parametrize(
    "title",
    [
        "临水县教育局2022年政府信息公开工作年度报告（参考模板）",
        "XX镇人民政府2022年政府信息公开工作年度报告",
        "某某局2022年政府信息公开工作年度报告",
        "政府信息公开工作年度报告评分标准",
    ],
)
def test_the_title_of_a_form_is_enough_if_no_cell_has_a_number(title: str) -> None:
    with pytest.raises(NotAReport, match=REASON):
        read_page(title, text="明确专人负责，按季度检查。")
