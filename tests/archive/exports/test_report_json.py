from __future__ import annotations

import json
from decimal import Decimal

from archive.exports.report_json import json_number, report_to_json
from archive.forms import figure_keys
from archive.model import Document
from archive.parse import parse_document

REPORT = """临水县财政局2022年政府信息公开工作年度报告
本报告由临水县财政局编制。
一、总体情况
全年收到政府信息公开申请2件。
二、主动公开政府信息情况
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | 1 | / | 3件 |
| 行政许可 | 40 | ||
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
一是公开的主动性还不够，二是解读的形式还不多。
六、其他需要报告的事项
无。
临水县财政局
2023年1月9日
"""


def read_report() -> dict[str, object]:
    return report_to_json(parse_document(Document(REPORT.encode(), "report.txt")))


def test_the_object_is_json_with_every_documented_key() -> None:
    report = read_report()
    assert json.loads(json.dumps(report, ensure_ascii=False)) == report
    assert set(report) == {
        "agency", "agency_printed", "year", "form", "title", "published", "signed", "scope", "region",
        "level", "system", "joint_issuers", "aliases", "provenance",
        "reader", "sections", "disclosure", "requests", "challenges", "states", "raw", "units", "other_lines",
        "checks", "extra_rows", "leftovers", "failed", "indicators",
    }  # fmt: skip


def test_values_states_raw_texts_and_units() -> None:
    report = read_report()
    assert report["disclosure"] == {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 1, "repealed": None, "in_force": 3},
        "licences": {"decisions": 40},
    }
    assert report["requests"] == {}
    states = report["states"]
    assert isinstance(states, dict)
    assert states["disclosure.normative_documents.repealed"] == "dash"
    assert states["requests.granted.total"] == "absent"
    assert len(states) == len(figure_keys("2021")) - 6
    assert report["raw"] == {
        "disclosure.normative_documents.repealed": "/",
        "disclosure.normative_documents.in_force": "3件",
    }
    assert report["units"] == {"disclosure.normative_documents.in_force": "件"}


def test_the_header_of_a_table_is_shown_beside_its_figures() -> None:
    lines = read_report()["other_lines"]
    assert isinstance(lines, dict)
    assert set(lines) == {"disclosure"}
    assert "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数" in lines["disclosure"]
    assert not any("规范性文件" in line for line in lines["disclosure"])


def test_whole_numbers_are_written_as_integers() -> None:
    assert (
        repr([json_number(Decimal("3.0")), json_number(Decimal("66.4866")), json_number(None)])
        == "[3, 66.4866, None]"
    )
