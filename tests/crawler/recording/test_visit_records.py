from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.ledger.ledger import Ledger
from archive.ledger.verify import verify
from archive.model import Capture, Outcome, Role
from archive.warc.reader import ArchivedRecord, iter_captures, read_record
from archive.warc.writer import WarcWriter
from crawler.middlewares.recording import RecordingMiddleware
from crawler.recording.revisits import deduplicated, with_outcome
from crawler.recording.visit_records import to_record
from tests.support.fault_server import (
    DOC_BYTES,
    FAULT_NAMES,
    GBK_DISPOSITION,
    GZIP_BOMB,
    GZIPPED_PAGE,
    PAGE_BYTES,
    crawl,
    fault_server,
    start_crawl,
)

pytestmark = pytest.mark.slow


class CrawledArchive:
    """A data directory after two crawls of every kind of response, and one conditional request."""

    def __init__(self, root: str, data: Path) -> None:
        self.root = root
        self.data = data
        requests: list[dict[str, Any]] = [{"url": f"{root}/{name}"} for name in FAULT_NAMES]
        requests += [
            {"url": root.replace("http:", "https:") + "/tls"},
            {"url": "http://no-such-host.invalid/"},
            {"url": "http://127.0.0.1:1/"},
        ]
        self.first = crawl(data, requests)
        self.second = crawl(data, requests)
        conditional_request = {"url": f"{root}/plain", "headers": {"If-None-Match": '"v1"'}}
        self.third = crawl(data, [conditional_request])
        self.ledger = Ledger.open(data)
        runs = [run.id for run in reversed(self.ledger.runs.select())]
        self.runs = [
            [capture for capture in self.ledger.captures.select() if capture.run == run] for run in runs
        ]

    def captures_of(self, path: str, run: int = 0) -> list[Capture]:
        return [capture for capture in self.runs[run] if capture.url.endswith(path)]

    def read_record(self, path: str, run: int = 0) -> ArchivedRecord:
        return read_record(self.ledger.warc_dir, self.captures_of(path, run)[0])


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledArchive]:
    with fault_server() as root:
        yield CrawledArchive(root, tmp_path_factory.mktemp("crawled"))


@pytest.mark.parametrize(
    ("path", "record", "outcome", "status"),
    [
        ("/gzipped", "response", Outcome.OK, 200),
        ("/moved", "response", Outcome.REDIRECT, 302),
        ("/missing", "response", Outcome.NOT_FOUND, 404),
        ("/forbidden", "response", Outcome.REFUSED_403, 403),
        ("/challenged", "response", Outcome.REFUSED_CHALLENGE, 412),
        ("/jsl", "response", Outcome.REFUSED_CHALLENGE, 521),
        ("/broken", "response", Outcome.SERVER_ERROR, 503),
        ("/soft", "response", Outcome.SOFT_404, 200),
        ("/empty", "response", Outcome.EMPTY, 200),
        ("/bomb", "response", Outcome.TOO_LARGE, 200),
        ("/halfzip", "response", Outcome.CONNECTION, 200),
        ("/large", "metadata", Outcome.TOO_LARGE, None),
        ("/cut", "metadata", Outcome.CONNECTION, None),
        ("/slow", "metadata", Outcome.TIMEOUT, None),
        ("/tls", "metadata", Outcome.TLS, None),
        (".invalid/", "metadata", Outcome.DNS, None),
        (":1/", "metadata", Outcome.CONNECTION, None),
    ],
)
def test_every_visit_outcome_is_recorded(
    crawled: CrawledArchive, path: str, record: str, outcome: Outcome, status: int | None
) -> None:
    first = crawled.captures_of(path)[0]
    assert (first.record, first.outcome, first.status) == (record, outcome, status)
    assert (first.source, first.role, first.parent, first.link_text) == (
        "probe",
        Role.REPORT,
        "http://list/",
        "年报 1",
    )


def test_bytes_are_archived_with_their_content_encoding(crawled: CrawledArchive) -> None:
    archived = crawled.read_record("/gzipped")
    assert archived.encoded_body == GZIPPED_PAGE
    assert archived.payload == PAGE_BYTES
    assert archived.header("Content-Encoding") == "gzip"
    assert crawled.read_record("/bomb").encoded_body == GZIP_BOMB
    named = crawled.read_record("/named")
    assert (named.payload, named.media_type) == (DOC_BYTES, "application/msword")
    assert named.header("Content-Disposition").encode("latin-1") == GBK_DISPOSITION
    assert crawled.first["seen"][f"{crawled.root}/gzipped"][:2] == [
        200,
        len(PAGE_BYTES),
    ]  # the spider gets the decoded body


def test_a_redirect_and_its_target_are_both_archived(crawled: CrawledArchive) -> None:
    moved = crawled.read_record("/moved")
    assert (moved.header("Location"), moved.capture.detail, moved.capture.digest) == ("/plain", "/plain", "")
    assert crawled.captures_of("/plain")


def test_each_retry_is_recorded_as_a_visit(crawled: CrawledArchive) -> None:
    assert [capture.outcome for capture in crawled.captures_of("/broken")] == [Outcome.SERVER_ERROR] * 2
    assert len(crawled.captures_of("/slow")) == 2


def test_a_second_crawl_archives_only_changed_bodies(crawled: CrawledArchive) -> None:
    kinds = {capture.url.rpartition("/")[2]: capture.record for capture in crawled.runs[1]}
    assert {name for name, record in kinds.items() if record == "response"} == {"changing"}
    assert {record for name, record in kinds.items() if name != "changing"} == {"revisit", "metadata"}
    assert crawled.captures_of("/bomb", 1)[0].outcome is Outcome.TOO_LARGE
    assert crawled.captures_of("/missing", 1)[0].outcome is Outcome.NOT_FOUND


def test_a_revisit_refers_to_the_archived_body(crawled: CrawledArchive) -> None:
    for path in ("/gzipped", "/plain", "/varying"):
        revisit = crawled.captures_of(path, 1)[0]
        original = crawled.ledger.captures.payload_capture(revisit)
        assert original is not None
        assert original.record == "response"
        assert revisit.digest == original.digest
        assert read_record(crawled.ledger.warc_dir, original).payload == PAGE_BYTES
        assert read_record(crawled.ledger.warc_dir, revisit).encoded_body == b""


def test_a_differently_compressed_page_is_unchanged_and_keeps_its_encoding_header(
    crawled: CrawledArchive,
) -> None:
    names = [name for name, _ in crawled.read_record("/varying", 1).headers]
    assert "X-Archive-Orig-Content-Length" in names
    assert names.count("Content-Encoding") == 1
    assert "Content-Length" not in names


def test_a_304_response_is_a_revisit_with_the_digest_and_etag_of_the_original(
    crawled: CrawledArchive,
) -> None:
    revisit = crawled.captures_of("/plain", 2)[0]
    original = crawled.ledger.captures.payload_capture(revisit)
    assert original is not None
    assert (revisit.record, revisit.outcome, revisit.status) == ("revisit", Outcome.NOT_MODIFIED, 304)
    assert (revisit.digest, revisit.etag) == (original.digest, '"v1"')
    with next(crawled.ledger.warc_dir.glob(f"{revisit.run}*")).open("rb") as stream:
        profiles = [record.rec_headers.get_header("WARC-Profile") for record in ArchiveIterator(stream)]
    assert profiles == [None, "http://netpreserve.org/warc/1.1/revisit/server-not-modified"]


def test_the_spider_gets_the_outcome_of_its_request(crawled: CrawledArchive) -> None:
    assert crawled.first["seen"][f"{crawled.root}/soft"][2:] == ["soft_404", "response"]
    assert crawled.second["seen"][f"{crawled.root}/gzipped"][2:] == ["ok", "revisit"]
    assert crawled.third["stats"]["gongkai/record/revisit"] == 1


def test_ledger_and_warc_files_agree_and_warcio_reads_them(crawled: CrawledArchive) -> None:
    assert list(crawled.ledger.captures.select()) == list(iter_captures(crawled.ledger.warc_dir))
    assert list(verify(crawled.ledger)) == []
    assert [run.command for run in crawled.ledger.runs.select()] == ["crawl probe"] * 3
    assert all(run.ended for run in crawled.ledger.runs.select())
    paths = sorted(str(path) for path in crawled.ledger.warc_dir.glob("*.warc.gz*"))
    assert len(paths) == 3
    assert not any(path.endswith(".open") for path in paths)
    assert Checker(SimpleNamespace(inputs=paths, verbose=False)).process_all() == 0


def test_robots_txt_has_its_own_role(tmp_path: Path) -> None:
    with fault_server() as root:
        crawl(tmp_path, [{"url": f"{root}/gzipped"}], ROBOTSTXT_OBEY=True)
    with Ledger.open(tmp_path) as ledger:
        assert [(capture.role, capture.outcome) for capture in ledger.captures.select()] == [
            (Role.ROBOTS, Outcome.NOT_FOUND),
            (Role.REPORT, Outcome.OK),
        ]


def test_a_crawl_stops_with_an_error_if_the_archive_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("no folder")
    with fault_server() as root:
        result = crawl(tmp_path, [{"url": f"{root}/gzipped?{number}"} for number in range(40)])
    assert result["stats"]["finish_reason"] == "archive_failed"
    assert {kind for kind, _ in result["seen"].values()} == {"RecordingFailed"}
    assert "无法写入存档" in result["log"]


def test_a_revisit_never_refers_to_a_damaged_record(tmp_path: Path) -> None:
    with fault_server() as root:
        crawl(tmp_path, [{"url": f"{root}/gzipped"}])
        path = next((tmp_path / "warc").glob("*.gz"))
        path.write_bytes(path.read_bytes()[:-40])
        second = crawl(tmp_path, [{"url": f"{root}/gzipped"}])
    assert second["stats"]["gongkai/record/response"] == 1


def test_a_rendered_page_is_a_resource_record() -> None:
    label = {"role": Role.LIST, "source": "s", "parent": "", "link_text": ""}
    request = Request("http://a.gov.cn.test/#top", meta={"gongkai": label, "playwright": True})
    record = to_record(
        request, HtmlResponse(request.url, body=PAGE_BYTES, headers={"Content-Type": "text/html"})
    )
    assert (record.kind, record.role, record.url) == ("resource", Role.RENDERED, "http://a.gov.cn.test/")
    assert (record.media_type, record.status, record.payload) == ("text/html", 200, PAGE_BYTES)


def test_an_unchanged_rendered_page_is_a_revisit_without_http_headers(tmp_path: Path) -> None:
    label = {"role": Role.LIST, "source": "s", "parent": "", "link_text": ""}
    request = Request("http://a.gov.cn.test/", meta={"gongkai": label, "playwright": True})
    page = HtmlResponse(request.url, body=PAGE_BYTES, headers={"Content-Type": "text/html; charset=utf-8"})
    with Ledger.open(tmp_path) as ledger, WarcWriter(ledger.warc_dir, "run") as writer:
        for kind in ("resource", "revisit"):
            record = deduplicated(with_outcome(to_record(request, page)), ledger)
            assert record.kind == kind
            capture = writer.write(record)
            ledger.captures.add(capture)
        assert read_record(ledger.warc_dir, capture).headers == ()
        assert (capture.role, capture.status, capture.media_type) == (Role.RENDERED, 200, "text/html")
        assert ledger.captures.latest_success(request.url) is None
        assert ledger.captures.latest_success(request.url, rendered=True) == capture


def test_a_middleware_position_that_misses_redirects_is_rejected(tmp_path: Path) -> None:
    positions = {"crawler.middlewares.recording.RecordingMiddleware": 595}
    crawler = get_crawler(settings_dict={"GONGKAI_DATA": str(tmp_path), "DOWNLOADER_MIDDLEWARES": positions})
    with pytest.raises(ValueError, match="重定向"):
        RecordingMiddleware.from_crawler(crawler)


def test_a_killed_crawl_loses_no_record(tmp_path: Path) -> None:
    with fault_server() as root:
        requests = [{"url": f"{root}/changing?{number}"} for number in range(5000)]
        process = start_crawl(tmp_path, requests)
        while (
            not (open_files := list((tmp_path / "warc").glob("*.open")))
            or open_files[0].stat().st_size < 50_000
        ):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
        process.wait()
        with Ledger.open(tmp_path) as ledger:
            indexed = {capture.id for capture in ledger.captures.select()}
            assert indexed
            ledger.index_missing()
            assert indexed <= {capture.id for capture in ledger.captures.select()}
            assert list(ledger.captures.select()) == list(iter_captures(ledger.warc_dir))
            assert list(verify(ledger)) == []


def test_a_crawl_continues_after_the_last_complete_record_of_a_killed_one(tmp_path: Path) -> None:
    with fault_server() as root:
        crawl(tmp_path, [{"url": f"{root}/gzipped"}])
        path = next((tmp_path / "warc").glob("*.gz"))
        incomplete = path.with_name("dead-1-00001.warc.gz.open")
        incomplete.write_bytes(path.read_bytes() + gzip.compress(b"WARC/1.1")[:9])
        path.unlink()
        with Ledger.open(tmp_path) as ledger, ledger.transaction() as connection:
            connection.execute("delete from captures")
        crawl(tmp_path, [{"url": f"{root}/gzipped"}])
    with Ledger.open(tmp_path) as ledger:
        assert [
            capture.record
            for capture in sorted(ledger.captures.select(), key=lambda capture: capture.fetched)
        ] == [
            "response",
            "revisit",
        ]
        assert list(verify(ledger)) == []
