"""Labels that run together with other texts, and values that stand below the header of the labels."""

from __future__ import annotations

import pytest

from archive.model import State
from tests.support.html_reports import disclosure_figures, disclosure_table, read_report, report_page

FEES = "行政事业性收费"


def table_without_fees(text: str) -> str:
    row = f"<tr><td>{text}</td><td colspan=3></td></tr></table>"
    rows = [line for line in disclosure_table().split("<tr>") if FEES not in line]
    return "<tr>".join(rows).replace("</table>", "") + row


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (f"{FEES} 信息内容 栽树的记录", State.UNCERTAIN),
        ("栽树的记录", State.ABSENT),
    ],
)
def test_a_row_whose_label_is_in_another_text_is_not_absent(text: str, state: State) -> None:
    figures = disclosure_figures(read_report(report_page(table_without_fees(text))))
    assert figures["fees.fee_amount"].state is state
    assert figures["rules.issued"].number is not None


def test_a_number_below_the_header_of_the_labels_shows_a_shifted_row() -> None:
    header = ("第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    lines = (header, ("规章", "1", "2", "3", ""), ("行政规范性文件", "4", "5", "6", ""))
    rows = ("".join(f"<td>{text}</td>" for text in line) for line in lines)
    table = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    figures = disclosure_figures(read_report(report_page(table)))
    assert figures["rules.issued"].state is State.UNCERTAIN
    assert figures["normative_documents.in_force"].state is State.UNCERTAIN
