"""What is compared of two reports, and when one is told to be a copy of the other."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from archive.checks.comparison.minhash import marks
from archive.checks.comparison.similarity import alike, compared, measure
from archive.model import Severity, Verdict
from samples.world.world import World

ONE, OTHER = "临川县教育局", "云山市水利局"
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


def text(agency: str, *numbers: int) -> str:
    return TEXT.format(agency, *(numbers or (3, 5, 7)))


def told(one: dict[str, str], other: dict[str, str]) -> list[str]:
    found = alike(compared(one, ONE), compared(other, OTHER), "别处")
    return [finding.detail for finding in found]


def test_a_copy_with_another_name_and_other_numbers_is_found() -> None:
    [finding] = alike(
        compared({"overview": text(ONE)}, ONE), compared({"overview": text(OTHER, 9, 12, 40)}, OTHER), "别处"
    )
    assert finding.detail == "“总体情况”与别处内容雷同（100%）"
    assert (finding.severity, finding.verdict) == (Severity.NOTE, Verdict.UNDECIDED)


def test_one_sentence_more_is_still_a_copy_and_half_of_another_text_is_not() -> None:
    copy = text(OTHER) + "新增短信提醒。"
    assert told({"problems": text(ONE)}, {"problems": copy})
    half = text(OTHER)[:90] + "".join(reversed(text(OTHER)[90:]))
    assert not told({"problems": text(ONE)}, {"problems": half})


def test_what_every_report_says_is_no_copy() -> None:
    assert compared({"overview": EVERYWHERE.format(ONE) * 3}, ONE) == {}
    assert not told({"overview": EVERYWHERE.format(ONE) * 3}, {"overview": EVERYWHERE.format(OTHER) * 3})


def test_only_the_same_section_is_compared() -> None:
    assert not told({"overview": text(ONE)}, {"problems": text(OTHER)})
    assert not told({"other_matters": text(ONE)}, {"other_matters": text(OTHER)})


@pytest.mark.parametrize("changed", [1, 2, 4])
def test_texts_that_are_told_as_copies_share_a_mark(changed: int) -> None:
    random = Random(changed)
    one = compared({"overview": text(ONE)}, ONE)
    shared = 0
    for _ in range(200):
        characters = list(one["overview"])
        start = random.randrange(len(characters) - changed)
        characters[start : start + changed] = "乙" * changed
        other = {"overview": "".join(characters)}
        assert list(alike(one, other, "别处"))
        shared += bool(set(marks(one, 2023)) & set(marks(other, 2023)))
    assert shared == 200


def test_marks_are_of_a_year_and_a_section() -> None:
    one, other = {"overview": text(ONE)}, {"problems": text(ONE)}
    assert len(marks(one, 2023)) == measure().bands + 1
    assert not set(marks(one, 2023)) & set(marks(one, 2022))
    assert not set(marks(one, 2023)) & set(marks(other, 2023))
    assert marks({}, 2023) == ()


def test_the_sample_web_has_no_copies_but_one_that_is_put_there() -> None:
    reports = World(21, 42).reports
    own = [(one.year, one.agency.name, compared(one.sections, one.agency.name)) for one in reports]
    pairs = [(one, other) for one, other in combinations(own, 2) if one[0] == other[0] and one[1] != other[1]]
    assert [one for one in pairs if list(alike(one[0][2], one[1][2], "别处"))] == []
    source, other = next(
        (one, two) for one in reports for two in reports if one.agency.name != two.agency.name
    )
    copy = {key: text.replace(source.agency.name, other.agency.name) for key, text in source.sections.items()}
    copied, original = compared(copy, other.agency.name), compared(source.sections, source.agency.name)
    assert list(alike(original, copied, "别处"))
    assert set(marks(original, 2023)) & set(marks(copied, 2023))
