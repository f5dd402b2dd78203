from __future__ import annotations

import pytest

from archive.model import Content, Document, NotAReport
from archive.parse import parse_document
from tests.support.content_views import grids, read_html, report_paragraphs, row_texts

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def year_report(number: int, signed: bool = True) -> str:
    table = f"<table><tr><td>规章</td><td>{number}</td></tr></table>"
    body = "".join(f"<p>{title}</p><p>{number}年的话。</p>" for title in TITLES[:2])
    body += table + "".join(f"<p>{title}</p><p>{number}年的话。</p>" for title in TITLES[2:])
    date = f"<p>绿化局</p><p>{number + 1}年1月8日</p>" if signed else ""
    return f"<p>绿化局{number}年政府信息公开工作年度报告</p>{body}{date}"


def several_findings(content: Content) -> list[str]:
    return [finding.detail for finding in content.findings if finding.id == "R_SEVERAL_REPORTS"]


def has_only(content: Content, number: int) -> bool:
    other = 2021 if number == 2022 else 2022
    lines = report_paragraphs(content)
    return (
        lines.count(f"{number}年的话。") == 6
        and not any(str(other) in line and str(number) not in line for line in lines if "话" in line)
        and [row_texts(grid) for grid in grids(content)] == [[["规章", str(number)]]]
    )


@pytest.mark.parametrize("shown", [2021, 2022])
def test_the_visible_tab_is_read(shown: int) -> None:
    panels = "".join(
        f'<div class="tab"{"" if number == shown else " style=display:none"}>{year_report(number)}</div>'
        for number in (2022, 2021)
    )
    content = read_html(f'<ul><li>2022<li>2021</ul><div id="zoom">{panels}</div>')
    assert has_only(content, shown)
    (detail,) = several_findings(content)
    assert "绿化局2022年" in detail
    assert "绿化局2021年" in detail


@pytest.mark.parametrize("signed", [True, False])
def test_the_first_of_two_reports_in_one_element_is_read(signed: bool) -> None:
    content = read_html(
        f'<div class="TRS_Editor">{year_report(2022, signed)}{year_report(2021, signed)}</div>'
    )
    assert has_only(content, 2022)
    assert several_findings(content)


def test_a_table_of_contents_is_not_a_second_report() -> None:
    contents = "".join(f"<p>{title}</p>" for title in TITLES)
    content = read_html(f'<div class="TRS_Editor">{contents}{year_report(2022)}</div>')
    assert has_only(content, 2022)
    assert not several_findings(content)


def test_subheadings_are_not_a_second_report() -> None:
    markup = year_report(2022).replace(
        "<p>二、", "<p>（一）主动公开政府信息情况</p><p>（二）总体情况</p><p>二、", 1
    )
    content = read_html(markup)
    assert has_only(content, 2022)
    assert not several_findings(content)


def test_a_framed_document_in_the_article_has_a_finding() -> None:
    frame = '<iframe src="./P020240108.pdf"></iframe><iframe src="about:blank"></iframe>'
    content = read_html(
        f'<iframe src="/count.html"></iframe><p>首页</p><div class="TRS_Editor">{year_report(2022)}{frame}</div>'  # noqa: E501
    )
    assert [finding.detail for finding in content.findings if finding.id == "R_FRAME"] == ["./P020240108.pdf"]
    content = read_html('<p>年度报告</p><iframe src="report.html"></iframe>')
    assert [finding.detail for finding in content.findings if finding.id == "R_FRAME"] == ["report.html"]


def test_a_page_that_only_frames_a_report_names_the_file() -> None:
    with pytest.raises(NotAReport, match=r"嵌入的文件里：report\.html"):
        parse_document(
            Document("<body><p>报告</p><iframe src=report.html></iframe></body>".encode(), "page.html")
        )
