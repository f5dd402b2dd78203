"""Copies of another agency's text in a build: found, and the same however the reports arrived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from archive.database.digest import digest
from archive.database.similarity_index import MOST, VIEW
from tests.archive.checks.comparison.test_similarity import text
from tests.support.small_archive import Archive, page

AGENCIES = ("临川县教育局", "云山市水利局", "白水县民政局")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def keep(archive: Archive, agency: str, words: str, year: int = 2023) -> None:
    archive.keep(f"http://a.lin.gov.cn.test/{agency}{year}", page(agency, year, text=words))


def gone(archive: Archive, agency: str) -> None:
    archive.keep(f"http://a.lin.gov.cn.test/{agency}2023", b"no report any more")


def named(archive: Archive) -> dict[str, str]:
    """Agency → what its report is told to be alike with."""
    sql = "SELECT agency, detail FROM checks JOIN reports ON reports.id = report_id WHERE check_id = 'Y_DUP'"
    with closing(sqlite3.connect(archive.database)) as connection:
        return {agency: detail.split("“")[2].split("”")[0] for agency, detail in connection.execute(sql)}


def told(archive: Archive) -> set[str]:
    return set(named(archive))


def same_as_full(archive: Archive) -> bool:
    standing = digest(archive.database)
    archive.build(full=True)
    return digest(archive.database) == standing


@pytest.mark.parametrize("order", list(permutations(AGENCIES)))
def test_both_of_a_pair_are_told_in_any_order_of_arrival(archive: Archive, order: Iterable[str]) -> None:
    one, other, third = AGENCIES
    words = {one: text(one), other: text(other, 8, 9, 10), third: "村村有广播。" * 40}
    for agency in order:
        keep(archive, agency, words[agency])
        archive.build()
    assert named(archive) == {one: f"{other} 2023年度", other: f"{one} 2023年度"}
    assert same_as_full(archive)


def test_a_finding_goes_when_the_other_report_changes_or_goes(archive: Archive) -> None:
    for agency in AGENCIES:
        keep(archive, agency, text(agency))
    archive.build()
    assert told(archive) == set(AGENCIES)
    gone(archive, AGENCIES[0])
    result = archive.build()
    assert named(archive) == {
        AGENCIES[1]: f"{AGENCIES[2]} 2023年度",
        AGENCIES[2]: f"{AGENCIES[1]} 2023年度",
    }
    assert {one.why for one in result.changed} == {"另一机关的年报有变，雷同核对随之重做"}
    assert same_as_full(archive)
    keep(archive, AGENCIES[1], "村村有广播。" * 40)
    archive.build()
    assert named(archive) == {}
    assert same_as_full(archive)


def test_other_years_are_not_compared(archive: Archive) -> None:
    keep(archive, AGENCIES[0], text(AGENCIES[0]))
    keep(archive, AGENCIES[1], text(AGENCIES[1]), year=2021)
    archive.build()
    assert named(archive) == {}


def test_checks_between_years_leave_those_on_copies_alone(archive: Archive) -> None:
    keep(archive, AGENCIES[0], text(AGENCIES[0]))
    keep(archive, AGENCIES[1], text(AGENCIES[1]))
    archive.build()
    keep(archive, AGENCIES[0], "学校开放日。" * 40, year=2022)
    archive.build()
    assert told(archive) == set(AGENCIES[:2])
    assert same_as_full(archive)


def test_a_crowd_is_told_whole_and_build_by_build_as_at_once(archive: Archive) -> None:
    crowd = [f"{place}县水利局" for place in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
    assert len(crowd) > max(VIEW, MOST)
    for number, agency in enumerate(crowd):
        keep(archive, agency, text(agency, number, 2, 3))
        if number % 3 == 0:
            archive.build()
    archive.build()
    assert told(archive) == set(crowd)
    assert same_as_full(archive)
    for agency in crowd[::2]:
        gone(archive, agency)
        archive.build()
    assert told(archive) == set(crowd[1::2])
    assert same_as_full(archive)
