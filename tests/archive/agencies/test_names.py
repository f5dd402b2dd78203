"""Canonical names of agencies, joint issuers, and successions."""

from __future__ import annotations

import pytest

from archive.agencies.names import canonical_name, split_joint_issuers, split_second_names
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
        ("临水区", "临水区人民政府"),
        ("浦东新区", "上海市浦东新区人民政府"),
        ("神农架林区", "神农架林区人民政府"),
        ("临水综合实验区", "临水综合实验区"),
        ("上海自贸区", "上海自贸区"),
        ("中国(上海)自由贸易试验区", "中国(上海)自由贸易试验区"),
        ("临水保税港区", "临水保税港区"),
        ("临河粤澳深度合作区", "临河粤澳深度合作区"),
        ("杭州旅游度假区", "杭州旅游度假区"),
        ("重庆商务区", "重庆商务区"),
        ("重庆商务区教育局", "重庆商务区教育局"),
        ("重庆海关关区", "重庆海关关区"),
        ("天津海事局", "天津海事局"),
        ("重庆气象局", "重庆市气象局"),
        ("长沙开发区管委会", "长沙开发区管理委员会"),
        ("黄山风景区管委会", "黄山风景区管理委员会"),
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
    ("printed", "name"),
    [
        ("阿里地区", "阿里地区行政公署"),
        ("锡林郭勒盟行署", "锡林郭勒盟行政公署"),
        ("阿里地区财政局", "阿里地区财政局"),
        ("重庆两江新区", "重庆市两江新区"),
        ("上海市浦东新区", "上海市浦东新区人民政府"),
        ("神农架林区", "神农架林区人民政府"),
        ("六枝特区", "六枝特区人民政府"),
        ("第八师石河子市", "第八师石河子市"),
        ("一师阿拉尔市", "一师阿拉尔市"),
        ("石河子市", "石河子市人民政府"),
        ("新疆生产建设兵团第三师图木舒克市", "新疆生产建设兵团第三师图木舒克市"),
    ],
)
def test_the_administration_of_a_region_is_called_what_it_is(printed: str, name: str) -> None:
    assert canonical_name(printed) == name


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("长沙县教育局", ["长沙县教育局"]),
        ("长沙县教育局、长沙县体育局", ["长沙县教育局", "长沙县体育局"]),
        ("长沙县发改局(县粮食局)", ["长沙县发展和改革局"]),
        ("长沙县发改局、县粮食局", ["长沙县发展和改革局", "长沙县粮食局"]),
        ("长沙县民政局、长沙县残疾人联合会", ["长沙县民政局", "长沙县残疾人联合会"]),
        ("长沙县民政局(长沙县民政局)", ["长沙县民政局"]),
        ("长沙县教育局(本级)", ["长沙县教育局(本级)"]),
        ("长沙县委办公室(县档案局)", ["长沙县委办公室"]),
        ("长沙县教育局、长沙县体育局(县文物局)", ["长沙县教育局", "长沙县体育局"]),
        ("广州市黄埔区人民政府(广州开发区管委会)", ["广州市黄埔区人民政府"]),
        ("青岛市黄岛区(西海岸新区)", ["青岛市黄岛区人民政府"]),
        ("长沙县教育局(县委教育工委)", ["长沙县教育局"]),
        ("长沙县教育局(加挂县语言文字工作委员会牌子)", ["长沙县教育局"]),
    ],
)
def test_joint_issuers_are_split_with_the_main_one_first(printed: str, names: list[str]) -> None:
    assert list(split_joint_issuers(printed)) == names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("临水市教育局(市委教育工委)", ("市委教育工委",)),
        ("临水市教育局(中共临水市委教育工作委员会)", ("中共临水市委教育工作委员会",)),
        ("临水市民政局(挂市老龄办、市社工局牌子)", ("市老龄办", "市社工局")),
        ("临水市民政局(本级)", ()),
        ("临水市发展和改革委员会(市粮食局)", ("市粮食局",)),
        ("临水经济技术开发区(南河区)", ("南河区",)),
        ("中国(临水)自由贸易试验区", ()),
    ],
)
def test_other_names_of_the_same_office_are_in_brackets(printed: str, names: tuple[str, ...]) -> None:
    assert split_second_names(printed)[1] == names


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
