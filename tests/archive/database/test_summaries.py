"""Indicators of many reports together: pooled, never across scopes, the same in any order of arrival."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.build.source_facts import Facts
from archive.database.digest import digest
from tests.support.small_archive import FACTS, Archive, page

NEW, GRANTED, DONE = (f"requests.{row}.total" for row in ("new_requests", "granted", "processed_total"))
HUGE = 10**17


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    registry = {
        **FACTS.sources,
        "edu": {"id": "edu", "name": "教育局", "province": "江西省", "agency": "临川县教育局"},
        "water": {"id": "water", "name": "水利局", "province": "江西省", "agency": "临川县水利局"},
    }
    return Archive(tmp_path, facts=Facts(registry, FACTS.suffixes))


def keep(archive: Archive, agency: str, year: int = 2023, scope: str = "own", **cells: object) -> None:
    printed = {f"requests.{row}.total": number for row, number in cells.items()}
    body = page(agency, year, scope=scope, cells=printed)
    archive.keep(f"http://a.lin.gov.cn.test/{agency}{year}{scope}", body)


def group(archive: Archive, indicator: str, year: int = 2023, scope: str = "own") -> dict[str, Any]:
    sql = "SELECT * FROM summaries WHERE indicator = ? AND year = ? AND scope = ?"
    with closing(sqlite3.connect(archive.database)) as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(sql, (indicator, year, scope))]
    assert len(found) <= 1
    return found[0] if found else {}


def numbers(row: dict[str, Any], *names: str) -> list[object]:
    return [row[name] for name in names]


def test_a_rate_of_many_is_the_quotient_of_their_sums(archive: Archive) -> None:
    keep(archive, "临川县教育局", granted=1, processed_total=2)
    keep(archive, "临川县水利局", granted=0, processed_total=8)
    keep(archive, "临川县民政局", granted="", processed_total=90)
    archive.build()
    row = group(archive, "granted")
    assert numbers(row, "value", "numerator", "denominator", "counted", "reports") == [0.1, 1, 10, 2, 3]
    assert row["province"] == "江西省"


def test_a_count_is_a_sum_without_denominator(archive: Archive) -> None:
    keep(archive, "临川县教育局", new_requests=3)
    keep(archive, "临川县水利局", new_requests=0)
    keep(archive, "临川县民政局", new_requests=HUGE)
    archive.build()
    assert numbers(group(archive, "applications"), "value", "denominator", "counted") == [3, None, 2]
    assert numbers(group(archive, "without_requests"), "value", "numerator", "denominator") == [
        0.333333,
        1,
        3,
    ]


def test_scopes_are_never_added_up(archive: Archive) -> None:
    keep(archive, "临川县教育局", new_requests=3)
    keep(archive, "临川县人民政府", scope="consolidated", new_requests=40)
    archive.build()
    assert group(archive, "applications")["value"] == 3
    assert group(archive, "applications", scope="consolidated")["value"] == 40


def test_last_year_stands_beside(archive: Archive) -> None:
    keep(archive, "临川县教育局", 2022, granted=1, processed_total=4)
    keep(archive, "临川县教育局", 2023, granted=3, processed_total=4)
    archive.build()
    assert numbers(group(archive, "granted"), "value", "value_before", "counted_before", "change") == [
        0.75, 0.25, 1, 0.5,
    ]  # fmt: skip
    assert numbers(group(archive, "granted", 2022), "value_before", "change") == [None, None]


def test_coverage_counts_the_registry_s_agencies(archive: Archive) -> None:
    keep(archive, "临川县教育局")
    keep(archive, "临川县民政局", 2022)
    archive.build()
    row = group(archive, "coverage", scope="")
    assert numbers(row, "value", "numerator", "denominator") == [0.5, 1, 2]
    assert group(archive, "coverage", 2022, scope="")["value"] == 0


def test_an_incremental_build_sums_up_as_a_full_one(archive: Archive) -> None:
    for number, agency in enumerate(("临川县教育局", "临川县水利局", "临川县民政局")):
        keep(archive, agency, granted=number, processed_total=7)
        archive.build()
    keep(archive, "临川县教育局", granted=HUGE, processed_total=HUGE)
    archive.build()
    assert numbers(group(archive, "granted"), "numerator", "counted") == [3, 2]
    standing = digest(archive.database)
    archive.build(full=True)
    assert digest(archive.database) == standing
