"""Checks between years in a build: right, and the same however the reports arrived."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from archive.database.digest import digest
from tests.support.small_archive import PAGE, Archive, page

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


def stands(archive: Archive) -> list[tuple[str, int, str, str]]:
    """Agency, year, result and detail of every check on the column 总计."""
    sql = (
        "SELECT agency, year, result, detail FROM checks JOIN reports ON reports.id = report_id "
        "WHERE check_id = 'Y_CARRY' AND column_key = 'total' ORDER BY agency, year"
    )
    with closing(sqlite3.connect(archive.database)) as connection:
        return connection.execute(sql).fetchall()


def test_a_short_form_of_the_name_does_not_break_the_series(archive: Archive) -> None:
    keep(archive, 2021, page(year=2021, printed="临川县教委", cells={FORWARD: 5}))
    keep(archive, 2022)
    archive.build()
    assert carried(archive) == {2022: "pass"}


OLD, NEW, OTHER = "长沙县扶贫开发办公室", "长沙县乡村振兴局", "长沙县农业农村局"


def test_what_a_new_agency_reports_is_not_held_against_its_predecessors(archive: Archive) -> None:
    archive.keep(f"{PAGE}?old", page(agency=OLD, year=2020, cells={FORWARD: 9}))
    archive.keep(f"{PAGE}?new", page(agency=NEW, year=2021, cells={OVER: 4}))
    archive.build()
    assert stands(archive) == [(NEW, 2021, "na", "succession")]
    assert same_as_full(archive)
    with closing(sqlite3.connect(archive.database)) as connection:
        found = connection.execute("SELECT predecessor, successor, since, until FROM agency_succession")
        assert found.fetchall() == [(OLD, NEW, 2021, 2021)]


def test_a_merger_breaks_the_series_of_who_took_over(archive: Archive) -> None:
    archive.keep(f"{PAGE}?own", page(agency=OTHER, year=2023, cells={FORWARD: 1}))
    archive.keep(f"{PAGE}?next", page(agency=OTHER, year=2024, cells={OVER: 3}))
    archive.build()
    assert stands(archive) == [(OTHER, 2024, "fail", "")]
    archive.keep(f"{PAGE}?gone", page(agency=NEW, year=2023, cells={FORWARD: 2}))
    archive.build()
    assert stands(archive) == [(OTHER, 2024, "na", "succession")]
    assert same_as_full(archive)
    archive.keep(f"{PAGE}?still", page(agency=NEW, year=2024, cells={OVER: 2}))
    archive.build()
    assert stands(archive) == [(NEW, 2024, "pass", ""), (OTHER, 2024, "fail", "")]
    assert same_as_full(archive)
