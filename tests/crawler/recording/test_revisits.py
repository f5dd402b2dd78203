"""An unchanged body becomes a `revisit`, which other tools can check without our ledger."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.ledger.ledger import Ledger
from archive.ledger.rebuild import rebuild_ledger
from archive.model import Capture, Outcome
from archive.warc.writer import WarcWriter
from crawler.recording.revisits import deduplicated, with_outcome
from tests.support.warc_records import PAGE_HTML, response_record

SITE = "http://rsj.somewhere.gov.cn.test"


def archived_headers(data: Path) -> list[dict[str, str]]:
    """Return the WARC headers of all records of the only file but the first."""
    (file,) = (data / "warc").glob("*.warc.gz*")
    return warc_headers(file)


def warc_headers(file: Path) -> list[dict[str, str]]:
    """Return the WARC headers of all records but the first, as warcio reads them."""
    with file.open("rb") as stream:
        return [dict(record.rec_headers.headers) for record in ArchiveIterator(stream)][1:]


def archive_twice(data: Path, second_payload: bytes | None = None, status: int = 200) -> None:
    first = response_record(1)
    second = replace(
        first, status=status, payload=first.payload if second_payload is None else second_payload
    )
    if status == 304:
        second = replace(second, outcome=Outcome.NOT_MODIFIED, digest="")
    with Ledger.open(data) as ledger, WarcWriter(data / "warc", "run") as writer:
        ledger.captures.add_all([writer.write(deduplicated(with_outcome(first), ledger))])
        writer.write(deduplicated(second if status == 304 else with_outcome(second), ledger))


def test_a_revisit_names_the_digest_of_the_archived_payload(tmp_path: Path) -> None:
    archive_twice(tmp_path)
    original, revisit = archived_headers(tmp_path)
    assert revisit["WARC-Type"] == "revisit"
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
    assert revisit["WARC-Refers-To"] == original["WARC-Record-ID"]
    assert revisit["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"]
    assert revisit["WARC-Profile"].endswith("identical-payload-digest")


def test_the_same_page_compressed_in_another_way_is_a_revisit_with_the_archived_digest(
    tmp_path: Path,
) -> None:
    archive_twice(tmp_path, gzip.compress(PAGE_HTML + b"1", compresslevel=1, mtime=9))
    original, revisit = archived_headers(tmp_path)
    assert revisit["WARC-Type"] == "revisit"
    assert revisit["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]


def test_a_304_is_a_revisit_of_the_archived_page(tmp_path: Path) -> None:
    archive_twice(tmp_path, b"", status=304)
    original, revisit = archived_headers(tmp_path)
    assert (revisit["WARC-Type"], revisit["WARC-Refers-To"]) == ("revisit", original["WARC-Record-ID"])
    assert revisit["WARC-Profile"].endswith("server-not-modified")


@pytest.mark.parametrize("payload", [gzip.compress(PAGE_HTML + b"2", mtime=0)])
def test_a_changed_page_is_archived_whole(tmp_path: Path, payload: bytes) -> None:
    archive_twice(tmp_path, payload)
    original, changed = archived_headers(tmp_path)
    assert changed["WARC-Type"] == "response"
    assert changed["WARC-Payload-Digest"] != original["WARC-Payload-Digest"]


def visit(data: Path, url: str, page: bytes) -> Capture:
    """Archive a visit as the recorder does."""
    record = replace(
        response_record(1), url=url, payload=gzip.compress(PAGE_HTML + page, mtime=0), etag="", digest=""
    )
    with Ledger.open(data) as ledger, WarcWriter(data / "warc", "run") as writer:
        is_known = bool(ledger.captures.archived_urls([url]))
        capture = writer.write(deduplicated(with_outcome(record), ledger, is_known))
        ledger.captures.add(capture)
    return capture


ADDRESSES = [
    ("/show.do;jsessionid=4C199494A24FCB43?id=7", "/show.do;jsessionid=E244EC3E86166B1C?id=7"),
    ("/(S(4c199494a24fcb43))/show.aspx?id=7", "/(S(e244ec3e86166b1c))/show.aspx?id=7"),
    ("/show.do?sid=4c199494a24fcb43&id=7", "/show.do?sid=e244ec3e86166b1c&id=7"),
    ("/show.php?id=7", "/show.php?id=7&PHPSESSID=e244ec3e86166b1c"),
    ("/show.do?id=7&_=0.4199494243", "/show.do?id=7&_=0.2443861612"),
]


@pytest.mark.parametrize(("first", "second"), ADDRESSES)
def test_the_same_body_at_an_address_with_another_session_id_is_a_revisit(
    tmp_path: Path, first: str, second: str
) -> None:
    earlier = visit(tmp_path, SITE + first, b"1")
    later = visit(tmp_path, SITE + second, b"1")
    assert (later.record, later.url, later.refers_to) == ("revisit", SITE + second, earlier.id)
    headers = warc_headers(tmp_path / "warc" / later.file)[-1]
    assert headers["WARC-Refers-To-Target-URI"] == SITE + first
    assert headers["WARC-Refers-To-Date"] == earlier.fetched


@pytest.mark.parametrize(("first", "second"), ADDRESSES[:3])
def test_a_body_that_differs_only_in_session_ids_is_archived_and_marked(
    tmp_path: Path, first: str, second: str
) -> None:
    urls = [f"{SITE}{first}", f"{SITE}{second}", f"{SITE}{first}"]
    earlier, later, last = (
        visit(tmp_path, url, f'<p>{number}</p><a href="{url}&x=1">'.encode())
        for number, url in zip((1, 1, 2), urls, strict=True)
    )
    assert (later.record, later.same_page_as) == ("response", earlier.id)
    assert (last.record, last.same_page_as) == ("response", "")


def test_the_same_body_with_another_id_of_an_article_is_archived(tmp_path: Path) -> None:
    visit(tmp_path, f"{SITE}/show.do?id=7", b"1")
    other = visit(tmp_path, f"{SITE}/show.do?id=8", b"1")
    assert (other.record, other.same_page_as) == ("response", "")


def test_the_mark_is_read_back_from_the_record(tmp_path: Path) -> None:
    pages = [f'<a href="/a.do;jsessionid={number}">'.encode() for number in (1, 2)]
    _, later = (visit(tmp_path, f"{SITE}/show.do?id=7", page) for page in pages)
    assert later.same_page_as
    rebuild_ledger(tmp_path, lambda done, total: None)
    with Ledger.open(tmp_path) as ledger:
        assert ledger.captures.get(later.id) == later
