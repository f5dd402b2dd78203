"""Region, level and system by an agency's name and by its site's codes."""

from __future__ import annotations

import pytest

from archive.agencies.levels import locate_agency, system_labels, system_of


@pytest.mark.parametrize(
    ("agency", "region", "level", "system"),
    [
        ("临湘市人力资源和社会保障局", "430682", "county", "human_resources"),
        ("莆田市涵江区人力资源和社会保障局", "350303", "county", "human_resources"),
        ("西乌珠穆沁旗人力资源和社会保障局", "152526", "county", "human_resources"),
        ("达州市人力资源和社会保障局", "511700", "prefecture", "human_resources"),
        ("湖南省教育厅", "430000", "province", "education"),
        ("上海市人民政府办公厅", "310000", "province", "government"),
        ("浙江省人民政府外事办公室", "330000", "province", "foreign_affairs"),
        ("北京市海淀区人民政府", "110108", "county", "government"),
        ("东莞市公安局", "441900", "prefecture", "public_security"),
        ("福州市鼓楼区东街街道办事处", "350102", "township", "government"),
        ("海城市西柳镇人民政府", "210381", "township", "government"),
        ("长沙县乡村振兴局", "430121", "county", "agriculture"),
        ("长沙县教育体育局", "430121", "county", "education"),
        ("国家税务总局芜湖市镜湖区税务局", "340202", "county", "tax"),
        ("国家税务总局", None, "central", "tax"),
        ("中华人民共和国海关总署", None, "central", "customs"),
        ("国家发展和改革委员会", None, "central", "development"),
        ("人力资源和社会保障部", None, "central", "human_resources"),
        ("财政部湖南监管局", "430000", "province", "finance"),
        ("鼓楼区财政局", None, "county", "finance"),
        ("国家统计局长沙调查队", None, None, "statistics"),
        ("吉林市场监督管理局", None, None, "market_regulation"),
        ("城关镇人民政府", None, "township", "government"),
        ("某开发区管理委员会", None, None, None),
    ],
)
def test_region_level_and_system_are_read_from_a_name(
    agency: str, region: str | None, level: str | None, system: str | None
) -> None:
    place = locate_agency(agency)
    assert (place.region.code if place.region else None, place.level, system_of(agency)) == (
        region, level, system,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("agency", "codes", "region", "level"),
    [
        ("鼓楼区财政局", ("350102",), "350102", "county"),
        ("国家统计局长沙调查队", ("430100",), "430100", "prefecture"),
        ("县财政局", ("430100", "430121"), "430121", "county"),
        ("城关镇人民政府", ("430121",), "430121", "township"),
        ("市场监督管理局", ("430121",), "430121", "county"),
        ("县财政局", ("430100",), None, None),
        ("县财政局", ("430121", "350303"), None, "county"),
        ("临水县财政局", ("430121",), None, None),
        ("长沙县教育局", ("350303",), "430121", "county"),
    ],
)
def test_site_codes_decide_when_a_name_is_ambiguous(
    agency: str, codes: tuple[str, ...], region: str | None, level: str | None
) -> None:
    place = locate_agency(agency, codes)
    assert (place.region.code if place.region else None, place.level) == (region, level)


def test_an_ambiguous_name_has_all_its_regions_and_their_common_province() -> None:
    assert [region.code for region in locate_agency("国家统计局长沙调查队").regions] == ["430100", "430121"]
    assert locate_agency("国家统计局长沙调查队").province == "湖南省"
    assert locate_agency("鼓楼区财政局").province is None


def test_system_labels_are_unique() -> None:
    labels = list(system_labels().values())
    assert len(set(labels)) == len(labels)
