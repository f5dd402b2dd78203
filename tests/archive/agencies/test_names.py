"""Canonical names of agencies, joint issuers, and successions."""

from __future__ import annotations

import pytest

from archive.agencies.names import canonical_name, split_joint_issuers
from archive.agencies.successions import all_successors, predecessors, successors


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("涵江区人社局", "莆田市涵江区人力资源和社会保障局"),
        ("福建省莆田市涵江区人力资源和社会保障局", "莆田市涵江区人力资源和社会保障局"),
        ("临湘市人力资源和社会保障局", "临湘市人力资源和社会保障局"),
        ("岳阳市临湘市教育局", "临湘市教育局"),
        ("诸暨市人力社保局", "诸暨市人力资源和社会保障局"),
        ("恩施州教育局", "恩施土家族苗族自治州教育局"),
        ("洪泽县财政局", "洪泽县财政局"),
        ("上海市", "上海市人民政府"),
        ("长沙县政府", "长沙县人民政府"),
        ("海城市西柳镇政府", "海城市西柳镇人民政府"),
        ("下各镇", "下各镇人民政府"),
        ("东湖街道", "东湖街道办事处"),
        ("临水县人社局", "临水县人力资源和社会保障局"),
        ("国家统计局长沙调查队", "国家统计局长沙调查队"),
        ("国家税务总局芜湖市镜湖区税务局", "国家税务总局芜湖市镜湖区税务局"),
        ("长沙高新区", "长沙高新区"),
        ("鼓楼区财政局", "鼓楼区财政局"),
    ],
)
def test_a_printed_name_has_one_canonical_name(printed: str, name: str) -> None:
    assert canonical_name(printed) == name
    assert canonical_name(name) == name


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("鼓楼区财政局", "350102", "福州市鼓楼区财政局"),
        ("县财政局", "430121", "长沙县财政局"),
        ("县政府", "430121", "长沙县人民政府"),
        ("市场监督管理局", "430121", "长沙县市场监督管理局"),
        ("城关镇人民政府", "430121", "长沙县城关镇人民政府"),
    ],
)
def test_the_site_code_completes_a_name_with_its_region(printed: str, code: str, name: str) -> None:
    assert canonical_name(printed, (code,)) == name


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("长沙县教育局", ["长沙县教育局"]),
        ("长沙县教育局、长沙县体育局", ["长沙县教育局", "长沙县体育局"]),
        ("长沙县发改局(县粮食局)", ["长沙县发展和改革局", "长沙县粮食局"]),
        ("长沙县民政局(长沙县民政局)", ["长沙县民政局"]),
        ("长沙县教育局(本级)", ["长沙县教育局(本级)"]),
    ],
)
def test_joint_issuers_are_split_with_the_main_one_first(printed: str, names: list[str]) -> None:
    assert list(split_joint_issuers(printed)) == names


@pytest.mark.parametrize(
    ("agency", "year", "before"),
    [
        ("长沙县乡村振兴局", 2021, "长沙县扶贫开发办公室"),
        ("长沙县农业农村局", 2024, "长沙县乡村振兴局"),
        ("湖南省自然资源厅", 2018, "湖南省国土资源厅"),
        ("临水县自然资源和规划局", 2019, "临水县国土资源局"),
        ("国家税务总局长沙县税务局", 2018, "长沙县地方税务局"),
        ("国家金融监督管理总局长沙监管分局", 2023, "中国银行保险监督管理委员会长沙监管分局"),
    ],
)
def test_predecessors_and_successors_of_an_agency(agency: str, year: int, before: str) -> None:
    assert before in predecessors(agency, year)
    assert agency in successors(before, year)
    assert agency in [name for name, _ in all_successors(before)]
    assert list(predecessors(agency, year + 5)) == []


def test_a_name_with_a_similar_ending_is_not_a_predecessor() -> None:
    assert list(predecessors("长沙县大数据局", 2024)) == []
    assert list(successors("长沙县教育局", 2019)) == []
