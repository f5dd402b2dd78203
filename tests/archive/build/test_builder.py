"""Builds of small archives: what is read, what is reused, and which of several files is the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.build.read_results import Parser
from archive.database.fulltext import fold, fts_query
from archive.ledger.ledger import Ledger
from archive.ledger.source_health import MissedPages, SourceHealth
from archive.model import Document, Outcome, Report, Role
from tests.support import small_archive
from tests.support.release_queries import document_states, is_same_as_full, query_rows
from tests.support.shared import SEEDS, needs_shared
from tests.support.small_archive import PAGE_URL, SmallArchive, parse_json, report_bytes

pytestmark = pytest.mark.slow

PDF = "http://rsj.lin.gov.cn.test/files/a.pdf"
MIRROR = "http://mirror.example.com/a.html"


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path)


@needs_shared
def test_full_text_search_finds_the_real_seeds(archive: SmallArchive) -> None:
    archive.parser = Parser()
    for number, path in enumerate(sorted(SEEDS.glob("*.txt"))):
        archive.add_response(f"urn:gongkai:import:{number}/{path.name}", path.read_bytes(), role=Role.IMPORT)
    assert archive.build().reports == 5
    texts = dict(query_rows(archive, "SELECT id, coalesce(title, '') FROM reports"))
    for report_id, text in query_rows(archive, "SELECT report_id, text FROM sections"):
        texts[report_id] = f"{texts[report_id]}\n{text}"
    for word in ("人社", "就业", "社会保障", "臨湘", "政务公开", "保", "不在其中"):
        scanned = {number for number, text in texts.items() if fold(word) in fold(str(text))}
        sql = f"SELECT rowid FROM reports_fts WHERE reports_fts MATCH '{fts_query(word)}'"
        assert {number for (number,) in query_rows(archive, sql)} == scanned, word
    assert is_same_as_full(archive)


def test_a_page_becomes_a_report_with_all_its_rows(archive: SmallArchive) -> None:
    archive.add_response(
        PAGE_URL,
        report_bytes(cells={"requests.granted.business": "", "disclosure.fees.fee_amount": "66.4866"}),
    )
    result = archive.build()
    assert [change.label for change in result.added] == ["临川县教育局 2023年度"]
    assert (result.published, result.reports, result.pages_read) == (True, 1, 1)
    assert query_rows(
        archive, "SELECT province, system, provenance, applications, blank_figures FROM reports"
    ) == [("江西省", "education", "official", 1, 1)]
    assert query_rows(archive, "SELECT count(*), sum(business IS NULL) FROM requests") == [(25, 1)]
    assert query_rows(archive, "SELECT figure, state, value FROM cells") == [
        ("requests.granted.business", "blank", None)
    ]
    assert query_rows(archive, "SELECT fee_amount FROM disclosure WHERE row = 'fees'") == [(66.4866,)]
    assert query_rows(archive, "SELECT text, explanation <> '' FROM leftovers, checks") == [("未归类", 1)]
    assert query_rows(archive, "SELECT name, reports, first_year FROM agencies") == [
        ("临川县教育局", 1, 2023)
    ]
    assert query_rows(archive, "SELECT id, registered, reports FROM sources") == [("lin", 1, 1)]


@pytest.mark.parametrize("full", [False, True])
def test_an_empty_archive_gives_an_empty_release(archive: SmallArchive, full: bool) -> None:
    result = archive.build(full=full)
    assert (result.published, result.reports) == (True, 0)
    assert query_rows(archive, "SELECT id, registered, reports FROM sources") == [("lin", 1, 0)]
    assert query_rows(archive, "SELECT source_id, last_visit, visits FROM source_health") == [
        ("lin", None, 0)
    ]


def test_unchanged_input_publishes_no_second_release(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    first, second = archive.build(), archive.build()
    assert (second.published, second.pages_read, second.release) == (False, 0, first.release)
    assert not archive.build(full=True).published


def test_the_release_has_the_health_of_each_source(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    first = archive.build()
    missed = (MissedPages("report", "not_found", 2, PAGE_URL),)
    health = SourceHealth(
        "lin",
        "run",
        state="fewer",
        cause="年报由 5 份减为 4 份",
        is_wrong=True,
        items=4,
        items_before=5,
        missed=missed,
    )
    with Ledger.open(archive.data) as ledger:
        ledger.health.save(health)
    archive.add_response(PAGE_URL, report_bytes())
    second = archive.build()
    sql = "SELECT state, cause, is_wrong, items, items_before, newest, next_due FROM source_health"
    assert query_rows(archive, sql) == [("fewer", health.cause, 1, 4, 5, None, None)]
    assert json.loads(query_rows(archive, "SELECT missed FROM source_health")[0][0])[0]["count"] == 2
    assert second.digest == first.digest


def test_a_visit_without_changes_updates_only_the_times(archive: SmallArchive) -> None:
    capture = archive.add_response(PAGE_URL, report_bytes())
    first = archive.build()
    revisit = archive.add_revisit(capture)
    second = archive.build()
    assert (second.digest, second.pages_read, second.added, second.changed) == (first.digest, 0, (), ())
    assert second.published
    assert second.release != first.release
    assert query_rows(archive, "SELECT capture_id, last_seen FROM documents") == [
        (capture.id, revisit.fetched)
    ]
    assert query_rows(archive, "SELECT last_visit FROM source_health") == [(revisit.fetched,)]
    assert is_same_as_full(archive)


def test_a_changed_page_changes_its_report_and_nothing_else(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes(text="旧的就业情况。"))
    archive.add_response(PAGE_URL + "?2", report_bytes("临川县民政局"))
    archive.build()
    archive.add_response(PAGE_URL, report_bytes(text="新的医保情况。"))
    result = archive.build()
    assert [(change.label, change.reason) for change in result.changed] == [
        ("临川县教育局 2023年度", "内容或登记有变")
    ]
    assert (result.pages_read, result.added, result.removed) == (1, (), ())
    count_sql = "SELECT count(*) FROM reports_fts WHERE reports_fts MATCH '\"{}\"'"
    assert query_rows(archive, count_sql.format("就 业")) == [(0,)]
    assert query_rows(archive, count_sql.format("医 保")) == [(1,)]
    assert is_same_as_full(archive)


def test_the_report_of_a_removed_page_is_kept(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    first = archive.build()
    archive.add_capture(
        "response", PAGE_URL, role=Role.REPORT, outcome=Outcome.NOT_FOUND, status=404, digest="0" * 64
    )
    result = archive.build()
    assert (result.digest, result.removed) == (first.digest, ())


def test_a_page_with_another_year_replaces_its_report(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes(year=2022))
    archive.build()
    archive.add_response(PAGE_URL, report_bytes(year=2023))
    result = archive.build()
    assert [change.label for change in result.added] == ["临川县教育局 2023年度"]
    assert [change.label for change in result.removed] == ["临川县教育局 2022年度"]
    assert is_same_as_full(archive)


def test_the_report_of_a_lost_record_is_removed(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    lost = archive.add_response(PAGE_URL + "?2", report_bytes("临川县民政局"))
    archive.build()
    (archive.data / "warc" / lost.file).unlink()
    (archive.data / "ledger.db").unlink()
    result = archive.build()
    assert [(change.label, change.reason) for change in result.removed] == [
        ("临川县民政局 2023年度", "存档中已不在")
    ]
    assert is_same_as_full(archive)


def test_the_most_complete_file_of_a_page_is_the_report(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes(absent=["granted", "closed_other"]))
    archive.add_response(PDF, report_bytes(), role=Role.ATTACHMENT, parent=PAGE_URL, link_text="附件")
    archive.build()
    assert document_states(archive) == {PAGE_URL: "superseded", PDF: "read"}
    assert query_rows(archive, "SELECT url, absent_figures FROM reports") == [(PDF, 0)]
    assert query_rows(archive, "SELECT count(DISTINCT report_id) FROM documents") == [(1,)]


def test_an_attachment_takes_its_publisher_from_a_stub_page(archive: SmallArchive) -> None:
    stub = "<html><head><meta name='ContentSource' content='临川县教育局'></head><p>see below</p></html>"
    archive.add_response(PAGE_URL, stub.encode())
    archive.add_response(PDF, report_bytes(agency=None), role=Role.ATTACHMENT, parent=PAGE_URL)
    archive.build()
    assert document_states(archive) == {PAGE_URL: "stub", PDF: "read"}
    assert query_rows(archive, "SELECT agency FROM reports") == [("临川县教育局",)]


def test_unreadable_and_unidentified_documents_are_listed(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL + "?1", report_bytes(agency=None))
    archive.add_response(PAGE_URL + "?2", b"broken")
    archive.add_response("urn:gongkai:import:0/x.txt", report_bytes("临川县民政局", None), role=Role.IMPORT)
    result = archive.build()
    assert [change.url for change in result.unreadable] == [PAGE_URL + "?2"]
    assert sorted(change.detail for change in result.unidentified) == [
        "是年报，但看不出年度",
        "是年报，但看不出机关",
    ]
    assert len(document_states(archive)) == 3
    assert result.reports == 0


def test_an_attachment_without_its_page_is_read_alone(archive: SmallArchive) -> None:
    archive.add_response(PDF, report_bytes(), role=Role.ATTACHMENT, parent="http://gone.gov.cn.test/")
    archive.build()
    assert query_rows(archive, "SELECT page, state FROM documents") == [(PDF, "read")]


def parse_differently(document: Document) -> Report:
    report = parse_json(document)
    return (
        report
        if report.identity.year == 2022
        else small_archive.report_from_fields({"agency": "临川县教育局", "year": 2023, "value": 7})
    )


def test_a_new_parser_version_reads_everything_again_and_lists_changes(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    archive.add_response(PAGE_URL + "?2", report_bytes(year=2022))
    archive.build()
    archive.parser = Parser("2", parse_differently)
    result = archive.build()
    assert (result.pages_read, result.full) == (2, False)
    assert [(change.label, change.reason) for change in result.changed] == [
        ("临川县教育局 2023年度", "解析版本由 1 改为 2")
    ]
    assert query_rows(archive, "SELECT DISTINCT parsed FROM reports") == [("2",)]


def test_reading_in_two_processes_gives_the_same_release(archive: SmallArchive) -> None:
    for number in range(30):
        archive.add_response(
            f"{PAGE_URL}?{number}", report_bytes(f"临川县第{number}局", text=f"第{number}份")
        )
    result = archive.build()
    assert result.reports == 30
    archive.parser = Parser("1", parse_json)
    assert is_same_as_full(archive)
