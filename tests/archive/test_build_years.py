"""Checks between years in a build: right, and the same however the reports arrived."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from archive.digest import digest
from tests.archive.build_archive import PAGE, Archive, page

OVER, FORWARD = "requests.carried_over.total", "requests.carried_forward.total"
YEARS = {
    2021: page(year=2021, cells={FORWARD: 5}),
    2022: page(year=2022, cells={OVER: 5, FORWARD: 2}),
    2023: page(year=2023, cells={OVER: 3}),
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def keep(archive: Archive, year: int, body: bytes | None = None) -> None:
    archive.keep(f"{PAGE}?{year}", body or YEARS[year])


def carried(archive: Archive) -> dict[int, str]:
    """Report year → result of the check on the column 总计."""
    sql = (
        "SELECT year, result FROM checks JOIN reports ON reports.id = report_id "
        "WHERE check_id = 'Y_CARRY' AND column_key = 'total'"
    )
    with closing(sqlite3.connect(archive.database)) as connection:
        return dict(connection.execute(sql).fetchall())


def same_as_full(archive: Archive) -> bool:
    standing = digest(archive.database)
    archive.build(full=True)
    return digest(archive.database) == standing


@pytest.mark.parametrize("order", list(permutations(YEARS)))
def test_years_are_compared_in_any_order_of_arrival(archive: Archive, order: tuple[int, ...]) -> None:
    for year in order:
        keep(archive, year)
        archive.build()
    assert carried(archive) == {2022: "pass", 2023: "fail"}
    assert same_as_full(archive)


def test_a_report_that_changed_has_the_next_year_checked_again(archive: Archive) -> None:
    for year in YEARS:
        keep(archive, year)
    archive.build()
    keep(archive, 2022, page(year=2022, cells={OVER: 4, FORWARD: 3}))
    result = archive.build()
    assert carried(archive) == {2022: "fail", 2023: "pass"}
    assert {one.label: one.why for one in result.changed} == {
        "临川县教育局 2022年度": "内容或登记有变",
        "临川县教育局 2023年度": "上一年度的年报有变，跨年核对随之重做",
    }
    assert same_as_full(archive)


def test_a_report_that_went_leaves_no_check_behind(archive: Archive) -> None:
    for year in YEARS:
        keep(archive, year)
    archive.build()
    keep(archive, 2022, b"no report any more")
    archive.build()
    assert carried(archive) == {}
    assert same_as_full(archive)


def test_scopes_are_never_compared_with_each_other(archive: Archive) -> None:
    keep(archive, 2021)
    keep(archive, 2022, page(year=2022, scope="consolidated", cells={OVER: 5}))
    archive.build()
    assert carried(archive) == {}


def test_blanks_between_years_are_not_zeros(archive: Archive) -> None:
    keep(archive, 2021, page(year=2021, cells={FORWARD: ""}))
    keep(archive, 2022)
    archive.build()
    assert carried(archive) == {2022: "na"}


def test_a_new_name_is_a_succession(archive: Archive) -> None:
    keep(archive, 2021, page(year=2021, printed="临川县教委", cells={FORWARD: 9}))
    keep(archive, 2022)
    archive.build()
    assert carried(archive) == {2022: "na"}
    with closing(sqlite3.connect(archive.database)) as connection:
        found = connection.execute("SELECT DISTINCT detail FROM checks WHERE check_id LIKE 'Y_%'").fetchall()
    assert found == [("succession",)]
