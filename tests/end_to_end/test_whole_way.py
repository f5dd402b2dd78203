"""Crawl and build of the sample web: every report and no decoy, every figure as generated."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from archive.build.builder import build
from archive.build.result import BuildResult
from archive.ledger.ledger import Ledger
from archive.model import Capture, Role
from crawler.download.chromium import find_chromium
from crawler.registry.sources import load_sources
from crawler.run import CrawlOptions
from gongkai.runs.crawl_runner import run_crawl_in_subprocess
from samples.server.server import RunningWeb, serve
from samples.world.world import Truth, World

WORLD = World(21, 42)
SUFFIXES = (".gov.cn", ".gov.cn.test")
KEYED = ("disclosure", "requests", "challenges")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_chromium(), reason="no browser: one of the portals needs one"),
]


@dataclass
class BuiltArchive:
    """A data directory after two crawls, with a build after each."""

    data: Path
    first: BuildResult
    second: BuildResult
    capture_count_before: int
    captures: list[Capture]


def crawl_and_build(web: RunningWeb, data: Path) -> BuildResult:
    sources = load_sources(data / "sources")
    run_crawl_in_subprocess(data, sources, CrawlOptions(hosts=web.hosts, suffixes=SUFFIXES, delay=0.0))
    return build(data, sources=[source.as_dict() for source in sources], suffixes=SUFFIXES)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltArchive]:
    data = tmp_path_factory.mktemp("whole")
    (data / "sources").mkdir()
    with serve(WORLD) as web:
        copyfile(web.registry_path, data / "sources" / "samples.toml")
        first = crawl_and_build(web, data)
        with Ledger.open(data) as ledger:
            capture_count = len(list(ledger.captures.select()))
        second = crawl_and_build(web, data)
    with Ledger.open(data) as ledger:
        yield BuiltArchive(data, first, second, capture_count, list(ledger.captures.select()))


def query_rows(data: Path, sql: str, *values: object) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, values)]


def test_every_report_is_found_and_no_decoy(archive: BuiltArchive) -> None:
    pages = {
        capture.url
        for capture in archive.captures
        if capture.role is Role.REPORT and capture.record == "response"
    }
    assert pages == set(WORLD.truth)
    assert not pages & set(WORLD.decoys)
    reports = {
        (row["agency"], row["year"]) for row in query_rows(archive.data, "select agency, year from reports")
    }
    assert reports == {(truth.expected["agency"], truth.expected["year"]) for truth in WORLD.truth.values()}


@pytest.mark.parametrize(
    "truth", WORLD.truth.values(), ids=lambda truth: truth.document_url.rpartition("/")[2]
)
def test_the_release_has_every_figure_and_text_of_a_report(archive: BuiltArchive, truth: Truth) -> None:
    (report,) = query_rows(archive.data, "select * from reports where url = ?", truth.document_url)
    expected: dict[str, Any] = truth.expected
    for field in ("year", "form", "published", "signed", "provenance", "title"):
        assert report[field] == expected[field], field
    sections = query_rows(archive.data, "select * from sections where report_id = ?", report["id"])
    assert {row["section"]: row["text"] for row in sections if row["text"]} == {
        key: text for key, text in expected["sections"].items() if text
    }
    for table in KEYED:
        assert _table_as_json(archive.data, table, report["id"], expected[table]) == expected[table]
    states = query_rows(archive.data, "select * from cells where report_id = ?", report["id"])
    assert {row["figure"]: row["state"] for row in states if row["state"] != "reported"} == expected["states"]
    assert report["failed_checks"] == 0


def test_a_second_crawl_adds_no_body_and_changes_nothing(archive: BuiltArchive) -> None:
    added = archive.captures[archive.capture_count_before :]
    assert {capture.record for capture in added} <= {"revisit", "metadata"}
    assert len(added) >= len(WORLD.truth)
    assert archive.second.digest == archive.first.digest


def test_the_warc_files_alone_give_the_same_release(archive: BuiltArchive) -> None:
    sources = [source.as_dict() for source in load_sources(archive.data / "sources")]
    full = build(archive.data, sources=sources, suffixes=SUFFIXES, full=True)
    assert full.digest == archive.first.digest


def _table_as_json(
    data: Path, table: str, report: int, expected: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the rows of a statutory table in the shape of `expected`, so that missing cells are noticed."""
    rows = {row["row"]: row for row in query_rows(data, f"select * from {table} where report_id = ?", report)}
    assert set(rows) == set(expected)
    return {row: {column: rows[row][column] for column in columns} for row, columns in expected.items()}
