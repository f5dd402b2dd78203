"""Regions by the beginning of a name, and by the codes of a site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.agencies.regions import (
    Region,
    all_regions,
    disambiguate_by_site,
    is_compatible_with_site,
    region_by_code,
    region_prefix,
    regions_by_name,
)

UNITS = ("教育局", "调查队")
PARENT_CODES = {region.parents[-1].code for region in all_regions() if region.parents}
COUNTIES = sorted({region.code for region in all_regions() if region.parents} - PARENT_CODES)


def region_codes(name: str) -> list[str]:
    return [region.code for region in region_prefix(name, UNITS).regions]


def find_region(code: str) -> Region:
    region = region_by_code(code)
    assert region is not None
    return region


@given(st.sampled_from(COUNTIES), st.sampled_from(["教育局", "民政局", "人民政府", "某某中心"]))
def test_a_full_name_with_its_parents_identifies_the_region(code: str, office: str) -> None:
    region = find_region(code)
    full = "".join(parent.name for parent in region.parents) + region.name
    assert region_prefix(full + office, UNITS).regions == (region,)
    assert region_prefix(full + office, UNITS).remainder == office


def test_a_qualified_name_before_an_agency_identifies_the_region() -> None:
    counties = [find_region(code) for code in COUNTIES]
    assert [
        region.qualified_name
        for region in counties
        if region_prefix(f"{region.qualified_name}教育局", UNITS).regions != (region,)
    ] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("临湘市教育局", ["430682"]),
        ("莆田市涵江区教育局", ["350303"]),
        ("涵江区教育局", ["350303"]),
        ("江苏省洪泽区教育局", ["320813"]),
        ("洪泽县教育局", ["320813"]),
        ("恩施州教育局", ["422800"]),
        ("东乡县教育局", ["622926"]),
        ("新疆教育局", ["650000"]),
        ("浙江杭州市教育局", ["330100"]),
        ("长沙调查队", ["430100", "430121"]),
        ("鼓楼区教育局", ["320106", "320302", "350102", "410204"]),
        ("朝阳教育局", ["110105", "211300", "211321", "220104"]),
    ],
)
def test_names_with_and_without_parents_and_suffixes(name: str, expected: list[str]) -> None:
    assert region_codes(name) == expected


@pytest.mark.parametrize(
    "name", ["朝阳镇人民政府", "城关镇教育局", "吉林市场中心", "临水县教育局", "", "教育局"]
)
def test_names_that_only_resemble_a_region_have_none(name: str) -> None:
    assert region_codes(name) == []


@pytest.mark.parametrize(
    ("name", "site", "expected"),
    [
        ("鼓楼区", ["350102"], ["350102"]),
        ("鼓楼区", ["350100"], ["350102"]),
        ("鼓楼区", ["350199"], ["350102"]),
        ("鼓楼区", ["430100"], ["320106", "320302", "350102", "410204"]),
        ("鼓楼区", ["320000", "320302"], ["320302"]),
    ],
)
def test_site_codes_choose_among_regions_of_one_name(name: str, site: list[str], expected: list[str]) -> None:
    assert [region.code for region in disambiguate_by_site(regions_by_name(name), site)] == expected


def test_a_county_may_publish_on_the_site_of_its_own_city_only() -> None:
    county = find_region("430121")
    codes = ("430121", "430100", "430000", "350303", "000000")
    assert [is_compatible_with_site(county, code) for code in codes] == [True, True, True, False, True]


def test_region_codes_are_unique_and_parents_come_first() -> None:
    seen: set[str] = set()
    for region in all_regions():
        assert {parent.code for parent in region.parents} <= seen
        assert region.code not in seen
        seen.add(region.code)
    assert len(seen) == 3211


def test_a_region_has_its_level_and_province() -> None:
    assert [
        (find_region(code).level, find_region(code).province) for code in ("43", "4301", "430121", "441900")
    ] == [
        ("province", "湖南省"),
        ("prefecture", "湖南省"),
        ("county", "湖南省"),
        ("prefecture", "广东省"),
    ]
    assert region_by_code("999999") is None
