"""What is compared of two reports, and when one is told to be a copy of the other."""

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
    found = similar_sections(
        comparable_sections(first_sections, FIRST_AGENCY),
        comparable_sections(second_sections, SECOND_AGENCY),
        "别处",
    )
    return [finding.detail for finding in found]


def test_a_copy_with_another_name_and_other_numbers_is_found() -> None:
    [finding] = similar_sections(
        comparable_sections({"overview": agency_text(FIRST_AGENCY)}, FIRST_AGENCY),
        comparable_sections({"overview": agency_text(SECOND_AGENCY, 9, 12, 40)}, SECOND_AGENCY),
        "别处",
    )
    assert finding.detail == "“总体情况”与别处内容雷同（100%）"
    assert (finding.severity, finding.attribution) == (Severity.NOTE, Attribution.UNDECIDED)


def test_one_sentence_more_is_still_a_copy_and_half_of_another_text_is_not() -> None:
    copy = agency_text(SECOND_AGENCY) + "新增短信提醒。"
    assert similar_details({"problems": agency_text(FIRST_AGENCY)}, {"problems": copy})
    half = agency_text(SECOND_AGENCY)[:90] + "".join(reversed(agency_text(SECOND_AGENCY)[90:]))
    assert not similar_details({"problems": agency_text(FIRST_AGENCY)}, {"problems": half})


def test_what_every_report_says_is_no_copy() -> None:
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
def test_texts_that_are_told_as_copies_share_a_mark(changed: int) -> None:
    random = Random(changed)
    one = comparable_sections({"overview": agency_text(FIRST_AGENCY)}, FIRST_AGENCY)
    shared = 0
    for _ in range(200):
        characters = list(one["overview"])
        start = random.randrange(len(characters) - changed)
        characters[start : start + changed] = "乙" * changed
        other = {"overview": "".join(characters)}
        assert list(similar_sections(one, other, "别处"))
        shared += bool(set(minhash_bands(one, 2023)) & set(minhash_bands(other, 2023)))
    assert shared == 200


def test_marks_are_of_a_year_and_a_section() -> None:
    one, other = {"overview": agency_text(FIRST_AGENCY)}, {"problems": agency_text(FIRST_AGENCY)}
    assert len(minhash_bands(one, 2023)) == similarity_rule().bands + 1
    assert not set(minhash_bands(one, 2023)) & set(minhash_bands(one, 2022))
    assert not set(minhash_bands(one, 2023)) & set(minhash_bands(other, 2023))
    assert minhash_bands({}, 2023) == ()


def test_the_sample_web_has_no_copies_but_one_that_is_put_there() -> None:
    reports = World(21, 42).reports
    own = [
        (report.year, report.agency.name, comparable_sections(report.sections, report.agency.name))
        for report in reports
    ]
    pairs = [(one, other) for one, other in combinations(own, 2) if one[0] == other[0] and one[1] != other[1]]
    assert [pair for pair in pairs if list(similar_sections(pair[0][2], pair[1][2], "别处"))] == []
    source, other = next(
        (report, two) for report in reports for two in reports if report.agency.name != two.agency.name
    )
    copy = {key: text.replace(source.agency.name, other.agency.name) for key, text in source.sections.items()}
    copied, original = (
        comparable_sections(copy, other.agency.name),
        comparable_sections(source.sections, source.agency.name),
    )
    assert list(similar_sections(original, copied, "别处"))
    assert set(minhash_bands(original, 2023)) & set(minhash_bands(copied, 2023))
