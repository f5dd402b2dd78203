"""Which parts of two reports are compared, and when one is found to be a copy of the other."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from archive.checks.comparison.minhash import minhash_bands
from archive.checks.comparison.similarity import comparable_sections, similar_sections, similarity_rule
from archive.model import Attribution, Severity
from samples.world.world import World

FIRST_AGENCY, SECOND_AGENCY = "临川县教育局", "云山市水利局"
TEXT = (
    "{0}把公开事项编成清单，逐条写明由哪个科室承办、几日内上网、由谁复核。窗口新添两台查询机，老人可以请志愿者代查。"
    "{0}每月请三位居民到场试用专栏，凡是找不到的内容当天改名换位。去年{1}件来信问的都是学校招生与河道清淤，今年改为按问题编排，"
    "每个问题只留一页答复，页尾写明经办人电话。全年编发图解{2}张，短片{3}部，方言广播{1}期，村口张贴的告示一律加印二维码。"
    "对看不懂的公文，{0}另写一份不超过三百字的白话，与正文同日上网。"
)
EVERYWHERE = (
    "根据《中华人民共和国政府信息公开条例》的规定，{0}编制了本年度报告。所列数据的统计期限为1月1日至12月31日。"
    "（一）主动公开情况。\n（二）依申请公开情况。\n全年未收到政府信息公开申请。工作中还存在一些不足。"
    "如对本报告有疑问，请与{0}联系，邮编330000。"
)


def agency_text(agency: str, *numbers: int) -> str:
    return TEXT.format(agency, *(numbers or (3, 5, 7)))


def similar_details(first_sections: dict[str, str], second_sections: dict[str, str]) -> list[str]:
    findings = similar_sections(
        comparable_sections(first_sections, FIRST_AGENCY),
        comparable_sections(second_sections, SECOND_AGENCY),
        "别处",
    )
    return [finding.detail for finding in findings]


def test_a_copy_with_a_different_name_and_numbers_is_found() -> None:
    [finding] = similar_sections(
        comparable_sections({"overview": agency_text(FIRST_AGENCY)}, FIRST_AGENCY),
        comparable_sections({"overview": agency_text(SECOND_AGENCY, 9, 12, 40)}, SECOND_AGENCY),
        "别处",
    )
    assert finding.detail == "“总体情况”与别处内容雷同（100%）"
    assert (finding.severity, finding.attribution) == (Severity.NOTE, Attribution.UNDECIDED)


def test_an_added_sentence_is_still_a_copy_and_half_the_text_is_not() -> None:
    copy = agency_text(SECOND_AGENCY) + "新增短信提醒。"
    assert similar_details({"problems": agency_text(FIRST_AGENCY)}, {"problems": copy})
    half = agency_text(SECOND_AGENCY)[:90] + "".join(reversed(agency_text(SECOND_AGENCY)[90:]))
    assert not similar_details({"problems": agency_text(FIRST_AGENCY)}, {"problems": half})


def test_sentences_common_to_all_reports_are_not_copies() -> None:
    assert comparable_sections({"overview": EVERYWHERE.format(FIRST_AGENCY) * 3}, FIRST_AGENCY) == {}
    assert not similar_details(
        {"overview": EVERYWHERE.format(FIRST_AGENCY) * 3}, {"overview": EVERYWHERE.format(SECOND_AGENCY) * 3}
    )


def test_only_the_same_section_is_compared() -> None:
    assert not similar_details(
        {"overview": agency_text(FIRST_AGENCY)}, {"problems": agency_text(SECOND_AGENCY)}
    )
    assert not similar_details(
        {"other_matters": agency_text(FIRST_AGENCY)}, {"other_matters": agency_text(SECOND_AGENCY)}
    )


@pytest.mark.parametrize("changed", [1, 2, 4])
def test_texts_found_to_be_copies_share_a_minhash_band(changed: int) -> None:
    random = Random(changed)
    original = comparable_sections({"overview": agency_text(FIRST_AGENCY)}, FIRST_AGENCY)
    shared = 0
    for _ in range(200):
        characters = list(original["overview"])
        start = random.randrange(len(characters) - changed)
        characters[start : start + changed] = "乙" * changed
        altered = {"overview": "".join(characters)}
        assert list(similar_sections(original, altered, "别处"))
        shared += bool(set(minhash_bands(original, 2023)) & set(minhash_bands(altered, 2023)))
    assert shared == 200


def test_minhash_bands_depend_on_year_and_section() -> None:
    overview, problems = {"overview": agency_text(FIRST_AGENCY)}, {"problems": agency_text(FIRST_AGENCY)}
    assert len(minhash_bands(overview, 2023)) == similarity_rule().bands + 1
    assert not set(minhash_bands(overview, 2023)) & set(minhash_bands(overview, 2022))
    assert not set(minhash_bands(overview, 2023)) & set(minhash_bands(problems, 2023))
    assert minhash_bands({}, 2023) == ()


def test_the_sample_web_has_no_copies_except_an_added_one() -> None:
    reports = World(21, 42).reports
    sections = [
        (report.year, report.agency.name, comparable_sections(report.sections, report.agency.name))
        for report in reports
    ]
    pairs = [
        (first, second)
        for first, second in combinations(sections, 2)
        if first[0] == second[0] and first[1] != second[1]
    ]
    assert [pair for pair in pairs if list(similar_sections(pair[0][2], pair[1][2], "别处"))] == []
    source, other = next(
        (first, second) for first in reports for second in reports if first.agency.name != second.agency.name
    )
    copy = {key: text.replace(source.agency.name, other.agency.name) for key, text in source.sections.items()}
    copied, original = (
        comparable_sections(copy, other.agency.name),
        comparable_sections(source.sections, source.agency.name),
    )
    assert list(similar_sections(original, copied, "别处"))
    assert set(minhash_bands(original, 2023)) & set(minhash_bands(copied, 2023))
