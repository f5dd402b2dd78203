from __future__ import annotations

import pytest

from archive.identity import conflicts, identify
from archive.model import Block, Candidate, Document, Identity, Paragraph, Provenance, Scope
from archive.sections import split

FRONT = "本报告由临水县财政局编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
TITLE = "临水县财政局2022年政府信息公开工作年度报告"
BODY = (
    "一、总体情况",
    "2022年，我局持续推进政府信息公开，比照教育局的做法完善制度。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "六、其他需要报告的事项",
    "无。",
)
SIGNED = ("临水县财政局", "2023年1月9日")


def identity(*lines: str, official: bool | None = None, heard: tuple[Candidate, ...] = ()) -> Identity:
    blocks: list[Block] = [Paragraph(line) for line in lines]
    return identify(split(blocks), heard, Document(b"", "page", official=official))


@pytest.mark.parametrize(
    "lines",
    [(TITLE, *BODY), (FRONT, *BODY), (*BODY, *SIGNED), (TITLE, FRONT, *BODY, *SIGNED)],
    ids=["title", "preamble", "signature", "all"],
)
def test_each_source_alone_is_enough(lines: tuple[str, ...]) -> None:
    found = identity(*lines)
    assert (found.agency, found.year) == ("临水县财政局", 2022)


def test_free_prose_is_never_asked_for_the_agency() -> None:
    assert identity(*BODY).agency is None


def test_page_fields_and_their_date() -> None:
    heard = (
        Candidate("title", f"{TITLE}_年报_临水县人民政府", "<title>"),
        Candidate("publisher", "县财政局", "meta ContentSource"),
        Candidate("published", "2023-01-12 09:30", "meta PubDate"),
    )
    found = identity(*BODY, heard=heard)
    assert (found.agency, found.year, found.title, found.published) == (
        "临水县财政局", 2022, TITLE, "2023-01-12",
    )  # fmt: skip


def test_a_short_page_field_gives_way_to_the_full_name() -> None:
    heard = (Candidate("publisher", "财政局", "meta ContentSource"),)
    assert identity(*BODY, *SIGNED, heard=heard).agency == "临水县财政局"


def test_years_in_conflict_keep_the_title_and_are_told() -> None:
    found = identity(TITLE.replace("2022", "2021"), FRONT, *BODY, *SIGNED)
    assert found.year == 2021
    (finding,) = conflicts(found)
    assert finding.id == "F_YEAR_CONFLICT"
    assert "2022" in finding.detail
    assert conflicts(identity(TITLE, FRONT, *BODY, *SIGNED)) == []


def test_printed_and_canonical_names() -> None:
    found = identity("臨水縣財政局2022年政府信息公開工作年度報告", *BODY)
    assert (found.agency_printed, found.agency) == ("臨水縣財政局", "临水县财政局")


@pytest.mark.parametrize(
    ("official", "provenance"),
    [(None, Provenance.UNKNOWN), (True, Provenance.OFFICIAL), (False, Provenance.MIRROR)],
)
def test_provenance_by_host(official: bool | None, provenance: Provenance) -> None:
    assert identity(TITLE, *BODY, official=official).provenance is provenance


def test_traditional_script_is_a_mirrors_sign_on_any_host() -> None:
    body = ("一、總體情況", "我局持續推進政務公開，完善制度，規範發佈。", *BODY[2:])
    assert identity(TITLE, *body, official=True).provenance is Provenance.MIRROR


@pytest.mark.parametrize(
    ("title", "front", "scope"),
    [
        (TITLE, FRONT, Scope.OWN),
        ("临水县人民政府2022年政府信息公开工作年度报告", "引言。", Scope.UNKNOWN),
        (
            "临水县人民政府2022年政府信息公开工作年度报告",
            "本报告汇总全县各乡镇、各部门数据编制。",
            Scope.CONSOLIDATED,
        ),
        ("临水县人民政府办公室2022年政府信息公开工作年度报告", "引言。", Scope.OWN),
    ],
)
def test_scope(title: str, front: str, scope: Scope) -> None:
    assert identity(title, front, *BODY).scope is scope
