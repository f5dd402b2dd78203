"""A small report in HTML whose table 2 is written cell by cell, and what is read of it."""

from __future__ import annotations

from collections.abc import Mapping

from archive import parse_document
from archive.model import Document, Figure, Report

FIGURES = {
    "rules.issued": "42",
    "rules.repealed": "13",
    "rules.in_force": "75",
    "normative_documents.issued": "28",
    "normative_documents.repealed": "59",
    "normative_documents.in_force": "61",
    "licences.decisions": "137",
    "penalties.decisions": "26",
    "coercive_measures.decisions": "81",
    "fees.fee_amount": "450",
}
_ROWS = (
    ("规章", ("rules.issued", "rules.repealed", "rules.in_force")),
    (
        "行政规范性文件",
        ("normative_documents.issued", "normative_documents.repealed", "normative_documents.in_force"),
    ),
)
_DECISIONS = "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>"


def disclosure_table(
    cells: Mapping[str, str] = {}, *, fee_header: str = "本年收费金额（单位：万元）", first: str = ""
) -> str:
    """Return table 2; `cells` has the markup of some cells by their keys, `first` are its first rows."""
    shown = FIGURES | dict(cells)
    documents = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{shown[key]}</td>' for key in keys)}</tr>"
        for label, keys in _ROWS
    )
    return (
        f"<table>{first}<tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td>"
        f"<td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>{documents}"
        f"<tr><td colspan=4>第二十条第（五）项</td></tr>{_DECISIONS}"
        f"<tr><td>行政许可</td><td colspan=3>{shown['licences.decisions']}</td></tr>"
        f"<tr><td colspan=4>第二十条第（六）项</td></tr>{_DECISIONS}"
        f"<tr><td>行政处罚</td><td colspan=3>{shown['penalties.decisions']}</td></tr>"
        f"<tr><td>行政强制</td><td colspan=3>{shown['coercive_measures.decisions']}</td></tr>"
        f"<tr><td colspan=4>第二十条第（八）项</td></tr>"
        f"<tr><td>信息内容</td><td colspan=3>{fee_header}</td></tr>"
        f"<tr><td>行政事业性收费</td><td colspan=3>{shown['fees.fee_amount']}</td></tr></table>"
    )


def report_page(table: str, head: str = "", around: tuple[str, str] = ("", "")) -> str:
    """Return a report of 2023 with the table in its second section; `around` is markup around the report."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{around[0]}"
        "<h1>青溪县林业局2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>今年在山上种了树。</p>"
        f"<h2>二、主动公开政府信息情况</h2>{table}<h2>三、收到和处理政府信息公开申请情况</h2>"
        "<h2>四、政府信息公开行政复议、行政诉讼情况</h2><h2>五、存在的主要问题及改进情况</h2><p>人手不够。</p>"
        f"<h2>六、其他需要报告的事项</h2><p>没有。</p><p>青溪县林业局</p><p>2024年1月20日</p>{around[1]}</body></html>"
    )


def read_report(page: str) -> Report:
    """Return what is read of a page."""
    return parse_document(Document(page.encode(), "page.html"))


def disclosure_figures(report: Report) -> dict[str, Figure]:
    """Return the figures of table 2 by row and column."""
    figures = (figure for figure in report.figures if figure.table == "disclosure")
    return {f"{figure.row}.{figure.column}": figure for figure in figures}
