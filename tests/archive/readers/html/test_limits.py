"""What limits of the reader leave out of a page is told, and figures that were not found are not absent."""

from __future__ import annotations

import pytest

from archive.model import NotAReport, Report, State
from tests.support.content_views import read_html
from tests.support.html_reports import disclosure_figures, disclosure_table, read_report, report_page

ROWS = "".join(f"<tr><td>第{number}棵树</td><td>{number}</td></tr>" for number in range(2100))


def cuts(report: Report) -> list[str]:
    return [finding.detail for finding in report.findings if finding.id == "R_PART_UNREAD"]


@pytest.mark.parametrize("depth", [10, 300, 1900])
def test_elements_in_deep_markup_are_read(depth: int) -> None:
    page = report_page(disclosure_table(), around=("<div>" * depth, "</div>" * depth))
    report = read_report(page)
    assert disclosure_figures(report)["fees.fee_amount"].number == 450
    assert not cuts(report)


def test_tags_without_an_end_do_not_hide_what_follows() -> None:
    report = read_report(report_page(disclosure_table(), around=("<font>树" * 1000, "")))
    assert disclosure_figures(report)["rules.issued"].number == 42


def test_what_follows_too_deep_markup_is_not_absent() -> None:
    table = disclosure_table()
    page = report_page(table).replace("<h2>三、", "<div>" * 2500 + "<h2>三、")
    with pytest.raises(NotAReport, match="文件没有读完：标签嵌套过深"):
        read_report(page)
    page = report_page("", around=("", "<div>" * 2500 + table))
    report = read_report(page)
    assert {figure.state for figure in report.figures} == {State.UNREADABLE}
    assert len(cuts(report)) == 1


def test_figures_below_many_rows_are_read() -> None:
    report = read_report(report_page(disclosure_table(first=ROWS)))
    assert disclosure_figures(report)["rules.issued"].number == 42
    assert not cuts(report)


def test_a_wide_span_loses_nothing() -> None:
    content = read_html("<table><tr><td colspan=900>树</td></tr><tr><td>松</td><td>12</td></tr></table>")
    assert not content.findings
