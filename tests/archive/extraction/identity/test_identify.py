from __future__ import annotations

import pytest

from archive.extraction.identity.identify import identify, identity_findings
from archive.extraction.sections import split_sections
from archive.model import Candidate, Document, Identity, Paragraph, ParagraphKind, Provenance, Scope
from tests.archive.extraction.identity.report_lines import BODY, read_identity

FRONT = "本报告由临水县财政局编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
TITLE = "临水县财政局2022年政府信息公开工作年度报告"
SIGNED = ("临水县财政局", "2023年1月9日")


def candidates_for(result: Identity, field: str) -> list[tuple[str, str]]:
    return [
        (candidate.value, candidate.source) for candidate in result.candidates if candidate.field == field
    ]


@pytest.mark.parametrize(
    "lines",
    [(TITLE, *BODY), (FRONT, *BODY), (*BODY, *SIGNED), (TITLE, FRONT, *BODY, *SIGNED)],
    ids=["title", "preamble", "signature", "all"],
)
def test_each_source_alone_is_sufficient(lines: tuple[str, ...]) -> None:
    identity = read_identity(*lines)
    assert (identity.agency, identity.year) == ("临水县财政局", 2022)


def test_the_agency_is_not_read_from_free_prose() -> None:
    assert read_identity(*BODY).agency is None


def test_agency_title_and_date_are_read_from_page_metadata() -> None:
    context = (
        Candidate("title", f"{TITLE}_年报_临水县人民政府", "<title>"),
        Candidate("publisher", "县财政局", "meta ContentSource"),
        Candidate("published", "2023-01-12 09:30", "meta PubDate"),
    )
    identity = read_identity(*BODY, context=context)
    assert (identity.agency, identity.year, identity.title, identity.published) == (
        "临水县财政局", 2022, TITLE, "2023-01-12",
    )  # fmt: skip


def test_a_title_is_read_from_a_page_field() -> None:
    field = Paragraph(f"名称：{TITLE}", ParagraphKind.BOILERPLATE)
    page = (Candidate("title", "2022年政府信息公开工作年度报告", "<title>"),)
    blocks = [field, *map(Paragraph, BODY)]
    identity = identify(split_sections(blocks), page, Document(b"", "page"))
    assert (identity.title, identity.agency) == (TITLE, "临水县财政局")


def test_a_full_name_is_preferred_to_a_short_page_field() -> None:
    context = (Candidate("publisher", "财政局", "meta ContentSource"),)
    assert read_identity(*BODY, *SIGNED, context=context).agency == "临水县财政局"


def test_conflicting_years_use_the_title_and_have_a_finding() -> None:
    identity = read_identity(TITLE.replace("2022", "2021"), FRONT, *BODY, *SIGNED)
    assert identity.year == 2021
    (finding,) = identity_findings(identity)
    assert finding.id == "F_YEAR_CONFLICT"
    assert "2022" in finding.detail
    assert identity_findings(read_identity(TITLE, FRONT, *BODY, *SIGNED)) == []


def test_an_agency_has_its_printed_and_its_canonical_name() -> None:
    identity = read_identity("臨水縣財政局2022年政府信息公開工作年度報告", *BODY)
    assert (identity.agency_printed, identity.agency) == ("臨水縣財政局", "临水县财政局")


@pytest.mark.parametrize(
    ("official", "provenance"),
    [(None, Provenance.UNKNOWN), (True, Provenance.OFFICIAL), (False, Provenance.MIRROR)],
)
def test_provenance_is_decided_by_the_host(official: bool | None, provenance: Provenance) -> None:
    assert read_identity(TITLE, *BODY, official=official).provenance is provenance


def test_traditional_script_indicates_a_mirror_on_any_host() -> None:
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
def test_the_scope_is_read_from_title_and_preamble(title: str, front: str, scope: Scope) -> None:
    assert read_identity(title, front, *BODY).scope is scope


def test_region_level_and_system_of_a_known_place() -> None:
    identity = read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY)
    assert (identity.region, identity.province, identity.level, identity.system) == (
        "430121", "湖南省", "county", "finance",
    )  # fmt: skip


DRUM_TOWER = "鼓楼区财政局2022年政府信息公开工作年度报告"


def test_a_name_of_four_districts_has_all_four_as_candidates() -> None:
    identity = read_identity(DRUM_TOWER, *BODY)
    assert (identity.agency, identity.region, identity.level) == ("鼓楼区财政局", None, "county")
    assert candidates_for(identity, "region") == [
        (code, "agency") for code in ("320106", "320302", "350102", "410204")
    ]


@pytest.mark.parametrize(
    ("context", "url"),
    [
        ((Candidate("police_code", "35010202000313", "公安备案号"),), ""),
        ((Candidate("site_code", "3501020037", "meta SiteIDCode"),), ""),
        ((Candidate("index_number", "1135010200268125XW/2023-104757", "索引号"),), ""),
        ((), "http://www.lou.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1135010200268125XW&fbtime=2022"),
    ],
    ids=["police", "site", "index", "address"],
)
def test_site_codes_identify_the_region(context: tuple[Candidate, ...], url: str) -> None:
    identity = read_identity(DRUM_TOWER, *BODY, context=context, url=url)
    assert (identity.agency, identity.agency_printed, identity.region) == (
        "福州市鼓楼区财政局", "鼓楼区财政局", "350102",
    )  # fmt: skip
    assert identity.aliases == ("鼓楼区财政局",)


def test_a_site_of_another_region_has_a_finding_and_the_name_is_used() -> None:
    other_region = (Candidate("site_code", "3501020037", "网站标识码"),)
    identity = read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY, context=other_region)
    assert identity.region == "430121"
    assert [(finding.id, finding.detail) for finding in identity_findings(identity)] == [
        ("F_REGION_CONFLICT", "网站标识码：350102")
    ]
    own_city = (Candidate("site_code", "4301000001", "网站标识码"),)
    assert (
        identity_findings(
            read_identity("长沙县财政局2022年政府信息公开工作年度报告", *BODY, context=own_city)
        )
        == []
    )


def test_short_and_full_names_have_one_canonical_name() -> None:
    identity = read_identity("涵江区人社局2022年政府信息公开工作年度报告", *BODY)
    assert (identity.agency, identity.agency_printed) == ("莆田市涵江区人力资源和社会保障局", "涵江区人社局")


def test_a_signature_of_another_agency_has_a_finding() -> None:
    identity = read_identity(TITLE, *BODY, "临水县民政局", "2023年1月9日")
    assert identity.agency == "临水县财政局"
    assert [finding.id for finding in identity_findings(identity)] == ["F_AGENCY_CONFLICT"]
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
def test_a_year_is_read_from_the_address(path: str, field: str) -> None:
    assert candidates_for(read_identity(*BODY, url=SITE + path), field) == [("2022", "address")]


@pytest.mark.parametrize(
    "path", ["/art/2024/1/25/art_1_2.html", "/202302/t20230220_6.html", "/doc/2024/01/08/4.shtml"]
)
def test_a_date_in_the_address_is_not_the_year_of_the_report(path: str) -> None:
    identity = read_identity(*BODY, url=SITE + path)
    assert candidates_for(identity, "year") == candidates_for(identity, "year_in_address") == []


def test_without_a_title_the_most_frequent_year_is_used() -> None:
    context = (Candidate("published", "2024-02-01", "meta PubDate"),)
    identity = read_identity(*BODY, *SIGNED, context=context, url=f"{SITE}/zfxxgknb/2022n/1.html")
    assert identity.year == 2022
    assert candidates_for(identity, "year") == [("2022", "signature"), ("2022", "address")]
    assert candidates_for(identity, "year_published") == [("2023", "meta PubDate")]
    assert [finding.id for finding in identity_findings(identity)] == ["F_TITLE_MISSING"]


def test_each_missing_field_has_a_finding() -> None:
    lines = ("一、总体情况", "我局持续推进政府信息公开。", *BODY[2:])
    assert [finding.id for finding in identity_findings(read_identity(*lines))] == [
        "F_AGENCY_MISSING", "F_YEAR_MISSING", "F_TITLE_MISSING",
    ]  # fmt: skip
    without_agency = read_identity("2022年政府信息公开工作年度报告", *lines)
    assert (without_agency.title, without_agency.year) == ("2022年政府信息公开工作年度报告", 2022)
    assert [finding.id for finding in identity_findings(without_agency)] == ["F_AGENCY_MISSING"]


@pytest.mark.parametrize(
    "contact",
    [
        "如有疑问，请与临水县财政局办公室联系（电话：0000-1234567）。",
        "联系单位：临水县财政局",
        "地址：临水县财政局三楼；邮编：400000",
    ],
)
@pytest.mark.parametrize("name", ["财政局", "县财政局"])
def test_a_short_name_is_completed_by_the_contact(name: str, contact: str) -> None:
    identity = read_identity(f"{name}2022年政府信息公开工作年度报告", contact, *BODY)
    assert (identity.agency, identity.agency_printed) == ("临水县财政局", "临水县财政局")


def test_a_contact_of_another_agency_is_not_the_agency() -> None:
    contact = "如有疑问，请与临水县政务服务局联系。"
    assert read_identity("财政局2022年政府信息公开工作年度报告", contact, *BODY).agency == "财政局"
    assert read_identity(contact, *BODY).agency is None


def test_with_equally_frequent_years_the_preamble_is_preferred_to_the_prose() -> None:
    body = ("一、总体情况", "2021年，我局依法公开。", *BODY[2:])
    assert read_identity(FRONT, *body).year == 2022


def test_advertising_is_removed_from_a_name_and_indicates_a_mirror() -> None:
    identity = read_identity("漳平市审计局雷速体育直播2025年政府信息公开工作年度报告", *BODY)
    assert (identity.agency, identity.provenance) == ("漳平市审计局", Provenance.MIRROR)
    page = (Candidate("title", "uedbet体育_uedbet官网@:西柳镇2023年政府信息公开工作年度报告", "<title>"),)
    prefixed = read_identity(*BODY, context=page)
    assert (prefixed.agency, prefixed.year, prefixed.provenance) == (
        "西柳镇人民政府",
        2023,
        Provenance.MIRROR,
    )
