"""Pages that yield the same report: one is chosen by rank, in any order of arrival."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.build import source_facts
from archive.model import Role
from tests.support.release_queries import document_states, is_same_as_full, query_rows
from tests.support.shared import needs_shared
from tests.support.small_archive import PAGE_URL, SmallArchive, report_bytes

pytestmark = pytest.mark.slow

PDF = "http://rsj.lin.gov.cn.test/files/a.pdf"
MIRROR = "http://mirror.example.com/a.html"


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path)


@needs_shared
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_highest_ranked_copy_is_chosen_in_any_order_of_arrival(
    archive: SmallArchive, order: tuple[int, ...]
) -> None:
    copies = [
        ("urn:gongkai:import:0/x.txt", report_bytes(), Role.IMPORT),
        (PAGE_URL, report_bytes(absent=["granted"]), Role.REPORT),
        (MIRROR, report_bytes(), Role.REPORT),
    ]
    for number in order:
        archive.add_response(copies[number][0], copies[number][1], role=copies[number][2])
        archive.build()
    assert document_states(archive) == {PAGE_URL: "read", copies[0][0]: "duplicate", MIRROR: "duplicate"}
    details = query_rows(archive, "SELECT DISTINCT detail FROM documents WHERE state = 'duplicate'")
    assert details == [(f"同一份年报以 {PAGE_URL} 为准",)]
    assert is_same_as_full(archive)


def test_a_duplicate_is_used_when_the_preferred_page_changes(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes())
    archive.add_response(MIRROR, report_bytes())
    archive.build()
    archive.add_response(PAGE_URL, report_bytes(year=2020))
    result = archive.build()
    assert result.pages_read == 2
    assert document_states(archive) == {PAGE_URL: "read", MIRROR: "read"}
    assert is_same_as_full(archive)


def test_a_changed_registry_is_applied(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, report_bytes("某地财政局"))
    archive.build()
    archive.facts = source_facts.SourceFacts({}, (".gov.cn.test",))
    result = archive.build()
    assert len(result.changed) == 1
    assert query_rows(archive, "SELECT province FROM reports") == [(None,)]
    assert query_rows(archive, "SELECT id, registered FROM sources") == [("lin", 0)]


def test_a_rendered_page_is_used_until_the_page_changes(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, b"<html>")
    archive.add_response(PAGE_URL, report_bytes(), role=Role.RENDERED)
    archive.add_response(PAGE_URL + "?list", report_bytes(), role=Role.RENDERED)
    archive.build()
    assert document_states(archive) == {PAGE_URL: "read"}
    archive.add_response(PAGE_URL, b"<html>gone")
    archive.build()
    assert document_states(archive) == {PAGE_URL: "not_report"}
