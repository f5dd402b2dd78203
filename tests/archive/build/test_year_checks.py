"""Checks between years in a build are right, in any order of arrival."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from archive.database.digest import content_digests
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow

CARRIED_OVER, CARRIED_FORWARD = "requests.carried_over.total", "requests.carried_forward.total"
YEARS = {
    2021: report_bytes(year=2021, cells={CARRIED_FORWARD: 5}),
    2022: report_bytes(year=2022, cells={CARRIED_OVER: 5, CARRIED_FORWARD: 2}),
    2023: report_bytes(year=2023, cells={CARRIED_OVER: 3}),
}


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path)


def add_year(archive: SmallArchive, year: int, body: bytes | None = None) -> None:
    archive.add_response(f"{PAGE_URL}?{year}", body or YEARS[year])


def carry_results(archive: SmallArchive) -> dict[int, str]:
    """Return, by report year, the result of the check on the column 总计."""
    sql = (
        "SELECT year, result FROM checks JOIN reports ON reports.id = report_id "
        "WHERE check_id = 'Y_CARRY' AND column_key = 'total'"
    )
    with closing(sqlite3.connect(archive.database)) as connection:
        return dict(connection.execute(sql).fetchall())


def is_same_as_full(archive: SmallArchive) -> bool:
    incremental = content_digests(archive.database)
    archive.build(full=True)
    return content_digests(archive.database) == incremental


@pytest.mark.parametrize("order", list(permutations(YEARS)))
def test_years_are_compared_in_any_order_of_arrival(archive: SmallArchive, order: tuple[int, ...]) -> None:
    for year in order:
        add_year(archive, year)
        archive.build()
    assert carry_results(archive) == {2022: "pass", 2023: "fail"}
    assert is_same_as_full(archive)


def test_a_changed_report_has_the_next_year_checked_again(archive: SmallArchive) -> None:
    for year in YEARS:
        add_year(archive, year)
    archive.build()
    add_year(archive, 2022, report_bytes(year=2022, cells={CARRIED_OVER: 4, CARRIED_FORWARD: 3}))
    result = archive.build()
    assert carry_results(archive) == {2022: "fail", 2023: "pass"}
    assert {change.label: change.reason for change in result.changed} == {
        "临川县教育局 2022年度": "内容或登记有变",
        "临川县教育局 2023年度": "上一年度的年报有变，跨年核对随之重做",
    }
    assert is_same_as_full(archive)


def test_a_removed_report_has_its_checks_removed(archive: SmallArchive) -> None:
    for year in YEARS:
        add_year(archive, year)
    archive.build()
    add_year(archive, 2022, b"no report any more")
    archive.build()
    assert carry_results(archive) == {}
    assert is_same_as_full(archive)


def test_different_scopes_are_not_compared(archive: SmallArchive) -> None:
    add_year(archive, 2021)
    add_year(archive, 2022, report_bytes(year=2022, scope="consolidated", cells={CARRIED_OVER: 5}))
    archive.build()
    assert carry_results(archive) == {}


def test_a_blank_is_not_compared_as_zero(archive: SmallArchive) -> None:
    add_year(archive, 2021, report_bytes(year=2021, cells={CARRIED_FORWARD: ""}))
    add_year(archive, 2022)
    archive.build()
    assert carry_results(archive) == {2022: "na"}


def carry_findings(archive: SmallArchive) -> list[tuple[str, int, str, str]]:
    """Return agency, year, result and detail of every check on the column 总计."""
    sql = (
        "SELECT agency, year, result, detail FROM checks JOIN reports ON reports.id = report_id "
        "WHERE check_id = 'Y_CARRY' AND column_key = 'total' ORDER BY agency, year"
    )
    with closing(sqlite3.connect(archive.database)) as connection:
        return connection.execute(sql).fetchall()


def test_an_abbreviated_name_does_not_break_the_series(archive: SmallArchive) -> None:
    add_year(archive, 2021, report_bytes(year=2021, printed="临川县教委", cells={CARRIED_FORWARD: 5}))
    add_year(archive, 2022)
    archive.build()
    assert carry_results(archive) == {2022: "pass"}


OLD, NEW, OTHER = "长沙县扶贫开发办公室", "长沙县乡村振兴局", "长沙县农业农村局"


def test_a_new_agency_is_not_compared_with_its_predecessor(archive: SmallArchive) -> None:
    archive.add_response(f"{PAGE_URL}?old", report_bytes(agency=OLD, year=2020, cells={CARRIED_FORWARD: 9}))
    archive.add_response(f"{PAGE_URL}?new", report_bytes(agency=NEW, year=2021, cells={CARRIED_OVER: 4}))
    archive.build()
    assert carry_findings(archive) == [(NEW, 2021, "na", "succession")]
    assert is_same_as_full(archive)
    with closing(sqlite3.connect(archive.database)) as connection:
        successions = connection.execute("SELECT predecessor, successor, since, until FROM agency_succession")
        assert successions.fetchall() == [(OLD, NEW, 2021, 2021)]


def test_a_merger_breaks_the_series_of_the_successor(archive: SmallArchive) -> None:
    archive.add_response(f"{PAGE_URL}?own", report_bytes(agency=OTHER, year=2023, cells={CARRIED_FORWARD: 1}))
    archive.add_response(f"{PAGE_URL}?next", report_bytes(agency=OTHER, year=2024, cells={CARRIED_OVER: 3}))
    archive.build()
    assert carry_findings(archive) == [(OTHER, 2024, "fail", "")]
    archive.add_response(f"{PAGE_URL}?gone", report_bytes(agency=NEW, year=2023, cells={CARRIED_FORWARD: 2}))
    archive.build()
    assert carry_findings(archive) == [(OTHER, 2024, "na", "succession")]
    assert is_same_as_full(archive)
    archive.add_response(f"{PAGE_URL}?still", report_bytes(agency=NEW, year=2024, cells={CARRIED_OVER: 2}))
    archive.build()
    assert carry_findings(archive) == [(NEW, 2024, "pass", ""), (OTHER, 2024, "fail", "")]
    assert is_same_as_full(archive)
