"""Indicators of many reports together: pooled, never across scopes, the same in an incremental build."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.build.source_facts import SourceFacts
from archive.database.digest import content_digests
from tests.support.small_archive import SOURCE_FACTS, SmallArchive, report_bytes

pytestmark = pytest.mark.slow

NEW, GRANTED, DONE = (f"requests.{row}.total" for row in ("new_requests", "granted", "processed_total"))
HUGE = 10**17


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    registry = {
        **SOURCE_FACTS.sources,
        "edu": {"id": "edu", "name": "教育局", "province": "江西省", "agency": "临川县教育局"},
        "water": {"id": "water", "name": "水利局", "province": "江西省", "agency": "临川县水利局"},
    }
    return SmallArchive(tmp_path, facts=SourceFacts(registry, SOURCE_FACTS.suffixes))


def add_report(
    archive: SmallArchive, agency: str, year: int = 2023, scope: str = "own", **cells: object
) -> None:
    printed = {f"requests.{row}.total": number for row, number in cells.items()}
    body = report_bytes(agency, year, scope=scope, cells=printed)
    archive.add_response(f"http://a.lin.gov.cn.test/{agency}{year}{scope}", body)


def indicator_row(
    archive: SmallArchive, indicator: str, year: int = 2023, scope: str = "own"
) -> dict[str, Any]:
    sql = "SELECT * FROM summaries WHERE indicator = ? AND year = ? AND scope = ?"
    with closing(sqlite3.connect(archive.database)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute(sql, (indicator, year, scope))]
    assert len(rows) <= 1
    return rows[0] if rows else {}


def numbers(row: dict[str, Any], *names: str) -> list[object]:
    return [row[name] for name in names]


def test_a_rate_of_many_reports_is_the_quotient_of_their_sums(archive: SmallArchive) -> None:
    add_report(archive, "临川县教育局", granted=1, processed_total=2)
    add_report(archive, "临川县水利局", granted=0, processed_total=8)
    add_report(archive, "临川县民政局", granted="", processed_total=90)
    archive.build()
    row = indicator_row(archive, "granted")
    assert numbers(row, "value", "numerator", "denominator", "counted", "reports") == [0.1, 1, 10, 2, 3]
    assert row["province"] == "江西省"


def test_a_count_of_many_reports_is_their_sum(archive: SmallArchive) -> None:
    add_report(archive, "临川县教育局", new_requests=3)
    add_report(archive, "临川县水利局", new_requests=0)
    add_report(archive, "临川县民政局", new_requests=HUGE)
    archive.build()
    assert numbers(indicator_row(archive, "applications"), "value", "denominator", "counted") == [3, None, 2]
    assert numbers(indicator_row(archive, "without_requests"), "value", "numerator", "denominator") == [
        0.333333,
        1,
        3,
    ]


def test_different_scopes_are_not_added_up(archive: SmallArchive) -> None:
    add_report(archive, "临川县教育局", new_requests=3)
    add_report(archive, "临川县人民政府", scope="consolidated", new_requests=40)
    archive.build()
    assert indicator_row(archive, "applications")["value"] == 3
    assert indicator_row(archive, "applications", scope="consolidated")["value"] == 40


def test_a_summary_has_the_value_of_the_previous_year(archive: SmallArchive) -> None:
    add_report(archive, "临川县教育局", 2022, granted=1, processed_total=4)
    add_report(archive, "临川县教育局", 2023, granted=3, processed_total=4)
    archive.build()
    assert numbers(indicator_row(archive, "granted"), "value", "value_before", "counted_before", "change") == [  # noqa: E501
        0.75, 0.25, 1, 0.5,
    ]  # fmt: skip
    assert numbers(indicator_row(archive, "granted", 2022), "value_before", "change") == [None, None]


def test_coverage_counts_the_agencies_of_the_registry(archive: SmallArchive) -> None:
    add_report(archive, "临川县教育局")
    add_report(archive, "临川县民政局", 2022)
    archive.build()
    row = indicator_row(archive, "coverage", scope="")
    assert numbers(row, "value", "numerator", "denominator") == [0.5, 1, 2]
    assert indicator_row(archive, "coverage", 2022, scope="")["value"] == 0


def test_an_incremental_build_gives_the_summaries_of_a_full_one(archive: SmallArchive) -> None:
    for number, agency in enumerate(("临川县教育局", "临川县水利局", "临川县民政局")):
        add_report(archive, agency, granted=number, processed_total=7)
        archive.build()
    add_report(archive, "临川县教育局", granted=HUGE, processed_total=HUGE)
    archive.build()
    assert numbers(indicator_row(archive, "granted"), "numerator", "counted") == [3, 2]
    incremental = content_digests(archive.database)
    archive.build(full=True)
    assert content_digests(archive.database) == incremental
