"""The real reports that the founders read by hand: every value here is theirs, not the parser's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.exports.report_json import report_to_json
from archive.forms import form
from archive.model import Document
from archive.parse import parse_document
from tests.support.shared import REAL_SAMPLES, SEEDS, needs_shared

pytestmark = needs_shared

APPLICANTS = tuple(column.key for column in form("2021").table("requests").rows[0].columns)
BLOCKS = ("review", "direct_suit", "suit_after_review")
RESULTS = ("upheld", "corrected", "other_result", "pending", "total")


def read_json(path: Path) -> dict[str, Any]:
    return report_to_json(parse_document(Document(path.read_bytes(), path.name)))


def read_seed(number: int) -> dict[str, Any]:
    return read_json(next(SEEDS.glob(f"{number:03d}_*.txt")))


def requests_2021(**natural_persons: int) -> dict[str, dict[str, int]]:
    """Return a table 3 in which every application is from a natural person."""
    table = {row.key: dict.fromkeys(APPLICANTS, 0) for row in form("2021").table("requests").rows}
    for row, count in natural_persons.items():
        table[row] |= {"natural_person": count, "total": count}
    return table


def disclosure_2021(in_force: int, licences: int, penalties: int, fee: float) -> dict[str, dict[str, float]]:
    return {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 0, "repealed": 0, "in_force": in_force},
        "licences": {"decisions": licences},
        "penalties": {"decisions": penalties},
        "coercive_measures": {"decisions": 0},
        "fees": {"fee_amount": fee},
    }


NO_CHALLENGES = {block: dict.fromkeys(RESULTS, 0) for block in BLOCKS}

IDENTITY = {
    0: ("临湘市人力资源和社会保障局", 2020, "2019", None, "mirror"),
    1: ("莆田市涵江区人力资源和社会保障局", 2023, "2021", "2024-01-08", "unknown"),
    2: ("达州市人力资源和社会保障局", 2021, "2021", None, "unknown"),
    3: ("长沙县人力资源和社会保障局", 2021, "2021", "2022-01-20", "unknown"),
    4: ("西乌珠穆沁旗人力资源和社会保障局", 2022, "2021", "2023-01-13", "unknown"),
}
DISCLOSURE = {
    1: disclosure_2021(1, 1, 1, 0),
    2: disclosure_2021(4, 52, 1, 66.4866),
    3: disclosure_2021(2, 112, 0, 0),
    4: disclosure_2021(0, 0, 0, 1.735),
}
REQUESTS = {
    1: requests_2021(),
    2: requests_2021(new_requests=1, granted=1, processed_total=1),
    3: requests_2021(
        new_requests=8, granted=1, unavailable_not_held=4, unavailable_unclear=1, dismissed_petition=2,
        processed_total=8,
    ),
    4: requests_2021(),
}  # fmt: skip


@pytest.mark.parametrize("number", IDENTITY)
def test_the_identity_of_a_report(number: int) -> None:
    report = read_seed(number)
    identity = tuple(report[key] for key in ("agency", "year", "form", "signed", "provenance"))
    assert identity == IDENTITY[number]
    assert report["failed"] == []


def test_a_mirror_has_a_finding_with_the_reason() -> None:
    (mirror,) = [check for check in read_seed(0)["checks"] if check["id"] == "F_MIRROR"]
    assert "繁体" in mirror["detail"]
    assert not [check for check in read_seed(1)["checks"] if check["id"] == "F_MIRROR"]


def test_the_printed_name_and_a_title_on_two_lines() -> None:
    assert read_seed(0)["agency_printed"] == "臨湘市人力資源和社會保障局"
    assert read_seed(3)["title"] == "长沙县人力资源和社会保障局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize("number", DISCLOSURE)
def test_every_cell_of_a_complete_report(number: int) -> None:
    report = read_seed(number)
    assert report["disclosure"] == DISCLOSURE[number]
    assert report["requests"] == REQUESTS[number]
    assert report["challenges"] == NO_CHALLENGES
    assert report["states"] == {}


def test_blank_and_absent_cells_are_distinguished() -> None:
    report = read_seed(0)
    assert report["disclosure"] == {
        "normative_documents": {"made": 0, "disclosed": None, "disclosed_total": None},
        "licences": {"previous_items": 0, "change": None, "decisions": None},
        "fees": {"previous_items": 1, "change": 0},
        "procurement": {"purchases": 0, "purchase_amount": None},
    }
    three, none, zero = ({"natural_person": count, "total": count} for count in (3, None, 0))
    filled = {
        "new_requests": three, "carried_over": zero, "granted": zero, "partially_granted": zero,
        "denied_query_matter": three, "processed_total": three,
    }  # fmt: skip
    blank = dict.fromkeys(APPLICANTS)
    assert report["requests"] == {
        row.key: {**blank, **filled.get(row.key, none)} for row in form("2019").table("requests").rows
    }
    assert report["challenges"] == {block: {**dict.fromkeys(RESULTS), "total": 0} for block in BLOCKS}
    states = list(report["states"].values())
    assert (states.count("blank"), states.count("absent")) == (166, 12)
    assert report["states"]["disclosure.rules.made"] == "absent"
    assert report["states"]["requests.carried_forward.total"] == "blank"


def test_the_identity_of_requests_with_blank_cells() -> None:
    checks = {
        check["column"]: check["result"] for check in read_seed(0)["checks"] if check["id"] == "T3_IDENT"
    }
    assert checks == dict.fromkeys(APPLICANTS, "na") | {
        "natural_person": "pass_blank0",
        "total": "pass_blank0",
    }


def test_money_in_another_unit_is_converted() -> None:
    report = read_seed(4)
    key = "disclosure.fees.fee_amount"
    assert (report["raw"][key], report["units"][key]) == ("17,350.00元", "元")
    assert [check["id"] for check in report["checks"] if check["result"] == "fail"] == [
        "F_TITLE_MISSING",
        "F_BY_POSITION",
        "T2_FEE_UNIT",
    ]


@pytest.mark.parametrize(("number", "new"), [(0, "pass"), (1, "pass"), (2, "pass"), (3, None), (4, "pass")])
def test_the_prose_is_compared_with_the_table(number: int, new: str | None) -> None:
    checks = {check["id"]: check["result"] for check in read_seed(number)["checks"]}
    assert checks.get("P_NEW") == new
    # Seed 000 is for 2020, before the fee had to be stated; the sixth section of 003 is 无.
    assert checks.get("S6_FEE_STATED") == {0: None, 3: "fail"}.get(number, "pass")


ENDS = {
    0: ("preamble", "根據《中華人民共和國", "電話:0730-3722072)。"),
    1: ("overview", "2023年,我局始终坚持", "被群众投诉的情况。"),
    2: ("problems", "2021年我局在政府信息公开工作方面", "依法保障公众合理信息需求。"),
    3: ("other_matters", "无", "无"),
    4: ("other_matters", "按照《国务院办公厅", "没有产生信息公开处理费。"),
}


@pytest.mark.parametrize("number", ENDS)
def test_sections_are_complete(number: int) -> None:
    key, first, last = ENDS[number]
    text = read_seed(number)["sections"][key]
    assert text.startswith(first)
    assert text.endswith(last)


def test_sentences_split_by_a_page_break_are_joined() -> None:
    sections = read_seed(2)["sections"]
    assert "未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况。" in sections["overview"]
    assert "针对性、可读性和覆盖面。二是继续加强" in sections["problems"]


@pytest.mark.parametrize("number", IDENTITY)
def test_sections_have_only_prose(number: int) -> None:
    sections = read_seed(number)["sections"]
    for boilerplate in ("扫一扫", "公网安备", "[bookmark", "**", "|", "本年制发件数", "商业企业"):
        assert not [key for key, text in sections.items() if boilerplate in text]
    assert {sections[key] for key in ("disclosure", "requests", "challenges")} == {""}


@pytest.mark.parametrize(
    ("number", "signature"),
    [
        (1, "莆田市涵江区人力资源和社会保障局\n2024年1月8日"),
        (3, "长沙县人力资源和社会保障局\n2022年1月20日"),
        (4, "西乌珠穆沁旗人力资源和社会保障局\n2023年1月13日"),
    ],
)
def test_the_signature_of_a_report(number: int, signature: str) -> None:
    assert read_seed(number)["sections"]["signature"] == signature


def test_a_real_pdf_is_read() -> None:
    report = read_json(REAL_SAMPLES / "report_2024_district.pdf")
    assert (report["agency"], report["year"], report["form"]) == ("淮安市洪泽区人民政府", 2024, "2021")
    assert report["signed"] is None
    assert report["disclosure"] == {
        "rules": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 3, "repealed": 0, "in_force": 8},
        "licences": {"decisions": 9487},
        "penalties": {"decisions": 2776},
        "coercive_measures": {"decisions": 84},
        "fees": {"fee_amount": 7545},
    }
    expected = requests_2021(
        new_requests=95, granted=50, partially_granted=9, denied_security=1, denied_deliberative=1,
        denied_enforcement_file=1, unavailable_not_held=31, unavailable_not_compiled=1, dismissed_petition=1,
        processed_total=95,
    )  # fmt: skip
    for row in ("closed_not_corrected", "closed_fee_unpaid"):
        del expected[row]
        assert {report["states"][f"requests.{row}.{column}"] for column in APPLICANTS} == {"absent"}
        assert report["raw"][f"requests.{row}.total"] == "merged"
    assert report["requests"] == expected
    rows = ((1, 1, 0, 0, 2), (1, 0, 0, 0, 1), (2, 0, 1, 0, 3))
    assert report["challenges"] == {
        block: dict(zip(RESULTS, row, strict=True)) for block, row in zip(BLOCKS, rows, strict=True)
    }
    assert report["failed"] == []
    missing = next(check for check in report["checks"] if check["id"] == "F_ROWS_MISSING")
    assert missing["result"] == "pass"
    damaged_labels = [check["row"] for check in report["checks"] if check["id"] == "F_LABEL_MUTILATED"]
    assert damaged_labels == ["denied_prohibited"]
    prose = next(check for check in report["checks"] if check["id"] == "P_NEW")
    assert (prose["result"], prose["severity"], prose["left"], prose["right"]) == ("fail", "warning", 17, 95)
