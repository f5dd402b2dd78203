from __future__ import annotations

import pytest

from archive.extraction.identity.identify import identify, identity_findings
from archive.extraction.sections import split_sections
from archive.model import Block, Candidate, Document, Identity, Paragraph, Provenance, Scope

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


def read_identity(
    *lines: str, official: bool | None = None, context: tuple[Candidate, ...] = (), url: str = ""
) -> Identity:
    blocks: list[Block] = [Paragraph(line) for line in lines]
    return identify(split_sections(blocks), context, Document(b"", "page", url=url, official=official))


def candidates_for(result: Identity, field: str) -> list[tuple[str, str]]:
    return [
        (candidate.value, candidate.source) for candidate in result.candidates if candidate.field == field
    ]


@pytest.mark.parametrize(
    "lines",
    [(TITLE, *BODY), (FRONT, *BODY), (*BODY, *SIGNED), (TITLE, FRONT, *BODY, *SIGNED)],
    ids=["title", "preamble", "signature", "all"],
)
def test_each_source_alone_is_enough(lines: tuple[str, ...]) -> None:
    found = read_identity(*lines)
    assert (found.agency, found.year) == ("临水县财政局", 2022)


def test_free_prose_is_never_asked_for_the_agency() -> None:
    assert read_identity(*BODY).agency is None


def test_page_fields_and_their_date() -> None:
    heard = (
        Candidate("title", f"{TITLE}_年报_临水县人民政府", "<title>"),
        Candidate("publisher", "县财政局", "meta ContentSource"),
        Candidate("published", "2023-01-12 09:30", "meta PubDate"),
    )
    found = read_identity(*BODY, context=heard)
    assert (found.agency, found.year, found.title, found.published) == (
        "临水县财政局", 2022, TITLE, "2023-01-12",
    )  # fmt: skip


def test_a_short_page_field_gives_way_to_the_full_name() -> None:
    heard = (Candidate("publisher", "财政局", "meta ContentSource"),)
    assert read_identity(*BODY, *SIGNED, context=heard).agency == "临水县财政局"


def test_years_in_conflict_keep_the_title_and_are_told() -> None:
    found = read_identity(TITLE.replace("2022", "2021"), FRONT, *BODY, *SIGNED)
    assert found.year == 2021
    (finding,) = identity_findings(found)
    assert finding.id == "F_YEAR_CONFLICT"
    assert "2022" in finding.detail
    assert identity_findings(read_identity(TITLE, FRONT, *BODY, *SIGNED)) == []


def test_printed_and_canonical_names() -> None:
    found = read_identity("臨水縣財政局2022年政府信息公開工作年度報告", *BODY)
    assert (found.agency_printed, found.agency) == ("臨水縣財政局", "临水县财政局")


@pytest.mark.parametrize(
    ("official", "provenance"),
    [(None, Provenance.UNKNOWN), (True, Provenance.OFFICIAL), (False, Provenance.MIRROR)],
)
def test_provenance_by_host(official: bool | None, provenance: Provenance) -> None:
    assert read_identity(TITLE, *BODY, official=official).provenance is provenance


def test_traditional_script_is_a_mirrors_sign_on_any_host() -> None:
    body = ("一、總體情況", "我局持續推進政務公開，完善制度，規範發佈。", *BODY[2:])
    assert read_identity(TITLE, *body, official=True).provenance is Provenance.MIRROR


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
    assert read_identity(title, front, *BODY).scope is scope


def test_region_level_and_system_of_a_known_place() -> None:
    found = read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY)
    assert (found.region, found.province, found.level, found.system) == (
        "430121", "湖南省", "county", "finance",
    )  # fmt: skip


DRUM_TOWER = "鼓楼区财政局2022年政府信息公开工作年度报告"


def test_a_name_of_four_districts_stays_open_with_all_four() -> None:
    found = read_identity(DRUM_TOWER, *BODY)
    assert (found.agency, found.region, found.level) == ("鼓楼区财政局", None, "county")
    assert candidates_for(found, "region") == [
        (code, "agency") for code in ("320106", "320302", "350102", "410204")
    ]


@pytest.mark.parametrize(
    ("heard", "url"),
    [
        ((Candidate("police_code", "35010202000313", "公安备案号"),), ""),
        ((Candidate("site_code", "3501020037", "meta SiteIDCode"),), ""),
        ((Candidate("index_number", "1135010200268125XW/2023-104757", "索引号"),), ""),
        ((), "http://www.lou.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1135010200268125XW&fbtime=2022"),
    ],
    ids=["police", "site", "index", "address"],
)
def test_the_sites_own_codes_tell_which(heard: tuple[Candidate, ...], url: str) -> None:
    found = read_identity(DRUM_TOWER, *BODY, context=heard, url=url)
    assert (found.agency, found.agency_printed, found.region) == (
        "福州市鼓楼区财政局", "鼓楼区财政局", "350102",
    )  # fmt: skip
    assert found.aliases == ("鼓楼区财政局",)


def test_a_site_of_another_region_is_told_and_the_name_stands() -> None:
    heard = (Candidate("site_code", "3501020037", "网站标识码"),)
    found = read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY, context=heard)
    assert found.region == "430121"
    assert [(finding.id, finding.detail) for finding in identity_findings(found)] == [
        ("F_REGION_CONFLICT", "网站标识码：350102")
    ]
    near = (Candidate("site_code", "4301000001", "网站标识码"),)
    assert (
        identity_findings(read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY, context=near))
        == []
    )


def test_short_and_full_names_are_one_agency() -> None:
    found = read_identity("涵江区人社局2022年政府信息公开工作年度报告", *BODY)
    assert (found.agency, found.agency_printed) == ("莆田市涵江区人力资源和社会保障局", "涵江区人社局")


@pytest.mark.parametrize(
    "printed",
    ["临水县发展和改革局、临水县粮食局", "临水县发展和改革局（临水县粮食局）"],
)
def test_joint_issuers_are_kept_the_main_one_first(printed: str) -> None:
    found = read_identity(f"{printed}2022年政府信息公开工作年度报告", *BODY)
    assert (found.agency, found.joint_issuers, found.year) == (
        "临水县发展和改革局", ("临水县粮食局",), 2022,
    )  # fmt: skip


def test_a_plate_on_the_same_door_is_a_joint_issuer() -> None:
    front = (
        "长沙县政务服务局加挂长沙县数据局牌子，本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
    )
    found = read_identity("长沙县政务服务局2022年政府信息公开工作年度报告", front, *BODY)
    assert (found.agency, found.joint_issuers) == ("长沙县政务服务局", ("长沙县数据局",))


def test_a_text_copied_from_another_agency_is_told() -> None:
    found = read_identity(TITLE, *BODY, "临水县民政局", "2023年1月9日")
    assert found.agency == "临水县财政局"
    assert [finding.id for finding in identity_findings(found)] == ["F_AGENCY_CONFLICT"]
    assert identity_findings(read_identity(TITLE, *BODY, "临水县人民政府办公室", "2023年1月9日")) == []
    elsewhere = read_identity(
        "长沙县财政局2022年政府信息公开工作年度报告", *BODY, "涵江区财政局", "2023年1月9日"
    )
    assert [finding.id for finding in identity_findings(elsewhere)] == ["F_AGENCY_CONFLICT"]


SITE = "https://www.lin.gov.cn"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2022", "year"),
        ("/zfxxgk/zfxxgknb/2022n/qzf/202302/t20230220_68.html", "year"),
        ("/xxgk/zfxxgknb/2022N/202301/t20230119_7.html", "year"),
        ("/zfxxgknb/2022/gzj/63d48a.html", "year_in_address"),
    ],
)
def test_the_address_names_a_year(path: str, field: str) -> None:
    assert candidates_for(read_identity(*BODY, url=SITE + path), field) == [("2022", "address")]


@pytest.mark.parametrize(
    "path", ["/art/2024/1/25/art_1_2.html", "/202302/t20230220_6.html", "/doc/2024/01/08/4.shtml"]
)
def test_a_date_in_the_address_is_no_year_of_the_report(path: str) -> None:
    found = read_identity(*BODY, url=SITE + path)
    assert candidates_for(found, "year") == candidates_for(found, "year_in_address") == []


def test_without_a_title_the_majority_decides_and_every_vote_is_kept() -> None:
    heard = (Candidate("published", "2024-02-01", "meta PubDate"),)
    found = read_identity(*BODY, *SIGNED, context=heard, url=f"{SITE}/zfxxgknb/2022n/1.html")
    assert found.year == 2022
    assert candidates_for(found, "year") == [("2022", "signature"), ("2022", "address")]
    assert candidates_for(found, "year_published") == [("2023", "meta PubDate")]
    assert identity_findings(found) == []


def test_of_even_votes_the_more_formal_place_decides() -> None:
    body = ("一、总体情况", "2021年，我局依法公开。", *BODY[2:])
    assert read_identity(FRONT, *body).year == 2022


def test_advertising_is_cut_from_a_name_and_told() -> None:
    found = read_identity("漳平市审计局雷速体育直播2025年政府信息公开工作年度报告", *BODY)
    assert (found.agency, found.provenance) == ("漳平市审计局", Provenance.MIRROR)
    page = (Candidate("title", "uedbet体育_uedbet官网@:西柳镇2023年政府信息公开工作年度报告", "<title>"),)
    behind = read_identity(*BODY, context=page)
    assert (behind.agency, behind.year, behind.provenance) == ("西柳镇人民政府", 2023, Provenance.MIRROR)
