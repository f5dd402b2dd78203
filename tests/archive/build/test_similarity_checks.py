"""Copies of another agency's text are found in a build, in any order of arrival."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from archive.database.digest import content_digests
from archive.database.similarity_index import MAX_CANDIDATES, MAX_REPORTS_PER_BAND
from tests.archive.checks.comparison.test_similarity import agency_text
from tests.support.small_archive import SmallArchive, report_bytes

pytestmark = pytest.mark.slow

AGENCIES = ("临川县教育局", "云山市水利局", "白水县民政局")


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path)


def add_report(archive: SmallArchive, agency: str, words: str, year: int = 2023) -> None:
    archive.add_response(f"http://a.lin.gov.cn.test/{agency}{year}", report_bytes(agency, year, text=words))


def remove_report(archive: SmallArchive, agency: str) -> None:
    archive.add_response(f"http://a.lin.gov.cn.test/{agency}2023", b"no report any more")


def similar_agencies(archive: SmallArchive) -> dict[str, str]:
    """Return, by agency, the report that its own is similar to."""
    sql = "SELECT agency, detail FROM checks JOIN reports ON reports.id = report_id WHERE check_id = 'Y_DUP'"
    with closing(sqlite3.connect(archive.database)) as connection:
        return {agency: detail.split("“")[2].split("”")[0] for agency, detail in connection.execute(sql)}


def agencies_with_finding(archive: SmallArchive) -> set[str]:
    return set(similar_agencies(archive))


def is_same_as_full(archive: SmallArchive) -> bool:
    incremental = content_digests(archive.database)
    archive.build(full=True)
    return content_digests(archive.database) == incremental


@pytest.mark.parametrize("order", list(permutations(AGENCIES)))
def test_both_reports_of_a_pair_have_the_finding_in_any_order(
    archive: SmallArchive, order: Iterable[str]
) -> None:
    first, second, third = AGENCIES
    words = {first: agency_text(first), second: agency_text(second, 8, 9, 10), third: "村村有广播。" * 40}
    for agency in order:
        add_report(archive, agency, words[agency])
        archive.build()
    assert similar_agencies(archive) == {first: f"{second} 2023年度", second: f"{first} 2023年度"}
    assert is_same_as_full(archive)


def test_a_finding_is_removed_when_the_other_report_changes_or_is_removed(archive: SmallArchive) -> None:
    for agency in AGENCIES:
        add_report(archive, agency, agency_text(agency))
    archive.build()
    assert agencies_with_finding(archive) == set(AGENCIES)
    remove_report(archive, AGENCIES[0])
    result = archive.build()
    assert similar_agencies(archive) == {
        AGENCIES[1]: f"{AGENCIES[2]} 2023年度",
        AGENCIES[2]: f"{AGENCIES[1]} 2023年度",
    }
    assert {change.reason for change in result.changed} == {"另一机关的年报有变，雷同核对随之重做"}
    assert is_same_as_full(archive)
    add_report(archive, AGENCIES[1], "村村有广播。" * 40)
    archive.build()
    assert similar_agencies(archive) == {}
    assert is_same_as_full(archive)


def test_reports_of_different_years_are_not_compared(archive: SmallArchive) -> None:
    add_report(archive, AGENCIES[0], agency_text(AGENCIES[0]))
    add_report(archive, AGENCIES[1], agency_text(AGENCIES[1]), year=2021)
    archive.build()
    assert similar_agencies(archive) == {}


def test_checks_between_years_do_not_affect_findings_on_copies(archive: SmallArchive) -> None:
    add_report(archive, AGENCIES[0], agency_text(AGENCIES[0]))
    add_report(archive, AGENCIES[1], agency_text(AGENCIES[1]))
    archive.build()
    add_report(archive, AGENCIES[0], "学校开放日。" * 40, year=2022)
    archive.build()
    assert agencies_with_finding(archive) == set(AGENCIES[:2])
    assert is_same_as_full(archive)


def test_many_copies_are_all_found_in_several_builds_as_in_one(archive: SmallArchive) -> None:
    agencies = [f"{place}县水利局" for place in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
    assert len(agencies) > max(MAX_REPORTS_PER_BAND, MAX_CANDIDATES)
    for number, agency in enumerate(agencies):
        add_report(archive, agency, agency_text(agency, number, 2, 3))
        if number % 3 == 0:
            archive.build()
    archive.build()
    assert agencies_with_finding(archive) == set(agencies)
    assert is_same_as_full(archive)
    for agency in agencies[::2]:
        remove_report(archive, agency)
        archive.build()
    assert agencies_with_finding(archive) == set(agencies[1::2])
    assert is_same_as_full(archive)
