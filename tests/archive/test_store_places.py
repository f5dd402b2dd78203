"""Province, level and system by an agency's name."""

from __future__ import annotations

import pytest

from archive.store.places import Place, place_of, system_of


@pytest.mark.parametrize(
    ("agency", "province", "level", "system"),
    [
        ("临湘市人力资源和社会保障局", "湖南省", "county", "人力资源和社会保障"),
        ("莆田市涵江区人力资源和社会保障局", "福建省", "county", "人力资源和社会保障"),
        ("西乌珠穆沁旗人力资源和社会保障局", "内蒙古自治区", "county", "人力资源和社会保障"),
        ("达州市人力资源和社会保障局", "四川省", "prefecture", "人力资源和社会保障"),
        ("湖南省教育厅", "湖南省", "province", "教育"),
        ("上海市人民政府办公厅", "上海市", "province", "政府"),
        ("北京市海淀区人民政府", "北京市", "county", "政府"),
        ("东莞市公安局", "广东省", "prefecture", "公安"),
        ("福州市鼓楼区东街街道办事处", "福建省", "township", "政府"),
        ("海城市西柳镇人民政府", "辽宁省", "township", "政府"),
        ("长沙县乡村振兴局", "湖南省", "county", "农业农村"),
        ("国家税务总局芜湖市镜湖区税务局", "安徽省", "county", "税务"),
        ("国家税务总局", None, "central", "税务"),
        ("国家发展和改革委员会", None, "central", "发展改革"),
        ("人力资源和社会保障部", None, "central", "人力资源和社会保障"),
        ("鼓楼区财政局", None, "county", "财政"),
        ("国家统计局长沙调查队", None, None, "统计"),
        ("某开发区管理委员会", None, None, None),
    ],
)
def test_a_name_says_where_an_agency_belongs(
    agency: str, province: str | None, level: str | None, system: str | None
) -> None:
    assert (place_of(agency), system_of(agency)) == (Place(province, level), system)
