"""Captures of one document at addresses with different session ids, and those of different documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.build.document_groups import group_captures
from archive.build.document_urls import document_urls
from archive.model import Capture, Outcome, Role
from tests.support.release_queries import is_same_as_full, query_rows
from tests.support.small_archive import SOURCE_FACTS, SmallArchive, report_bytes

SHOW = "http://rsj.lin.gov.cn.test/show.do"


def capture(url: str, run: str, digest: str, **fields: str) -> Capture:
    return Capture(
        url + run, run, "lin", url, Role.REPORT, "response", Outcome.OK, run, digest=digest, **fields
    )


def test_addresses_that_differ_in_session_ids_are_one_document() -> None:
    first, second = f"{SHOW};jsessionid=0A?id=7", f"{SHOW};jsessionid=0B?id=7"
    other = capture(f"{SHOW}?id=8", "1", "b")
    captures = [capture(first, "1", "a"), capture(second, "2", "a2"), other]
    assert document_urls(captures) == {first: f"{SHOW}?id=7", second: f"{SHOW}?id=7"}
    groups = group_captures(captures, SOURCE_FACTS)
    assert [(group.page, group.members[0].body.digest) for group in groups] == [
        (f"{SHOW}?id=7", "a2"),
        (f"{SHOW}?id=8", "b"),
    ]
    assert (groups[0].members[0].first_seen, groups[0].members[0].last_seen) == ("1", "2")


def test_different_contents_in_one_run_are_different_documents() -> None:
    urls = [f"{SHOW}?sid={value}" for value in ("4c199494a24fcb43", "e244ec3e86166b1c")]
    captures = [capture(url, "1", digest) for url, digest in zip(urls, "ab", strict=True)]
    assert [group.page for group in group_captures(captures, SOURCE_FACTS)] == urls


def test_bodies_that_differ_only_in_session_ids_are_one_document_in_one_run() -> None:
    urls = [f"{SHOW}?sid={value}" for value in ("4c199494a24fcb43", "e244ec3e86166b1c")]
    first = capture(urls[0], "1", "a")
    captures = [first, capture(urls[1], "1", "b", same_page_as=first.id)]
    [group] = group_captures(captures, SOURCE_FACTS)
    assert (group.page, group.members[0].body) == (SHOW, first)


@pytest.mark.slow
def test_a_second_visit_with_another_session_id_changes_nothing_in_the_release(tmp_path: Path) -> None:
    archive = SmallArchive(tmp_path)
    first = archive.add_response(f"{SHOW};jsessionid=0A1B?id=7", report_bytes())
    archive.add_response(
        f"{SHOW}?f=1&_=0.123456789",
        report_bytes(year=2022),
        role=Role.ATTACHMENT,
        parent=f"{SHOW};jsessionid=0A1B?id=7",
    )
    before = archive.build()
    documents = query_rows(archive, "SELECT url, page FROM documents ORDER BY url")
    assert documents == [(f"{SHOW}?f=1", f"{SHOW}?id=7"), (f"{SHOW}?id=7", f"{SHOW}?id=7")]
    archive.add_response(f"{SHOW};jsessionid=0C2D?id=7", report_bytes(text="另一会话"), same_page_as=first.id)
    after = archive.build()
    assert (after.digest, after.added, after.changed, after.removed) == (before.digest, (), (), ())
    assert is_same_as_full(archive)
    archive.add_response(f"{SHOW};jsessionid=0C2D?id=7", report_bytes(text="改过"))
    assert archive.build().digest != before.digest
