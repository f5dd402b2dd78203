"""A small web server for every outcome of a visit, and a crawl of it with only the recording middleware."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from tests.support.crawl_child import start_module
from tests.support.forked import run_in_process

_PROSE = "<p>本机关依法公开政府信息。</p>" * 40
PAGE_BYTES = f"<html><head><title>年度报告</title></head><body>{_PROSE}</body></html>".encode()
GZIPPED_PAGE = gzip.compress(PAGE_BYTES, mtime=0)
GZIP_BOMB = gzip.compress(b"0" * (65 * 1024 * 1024), mtime=0)
DOC_BYTES = b"\xd0\xcf\x11\xe0 no page"
GBK_DISPOSITION = "attachment; filename=年报.doc".encode("gb18030")


FAULT_NAMES = (
    "plain",
    "gzipped",
    "varying",
    "changing",
    "bomb",
    "halfzip",
    "moved",
    "named",
    "missing",
    "soft",
    "empty",
    "challenged",
    "jsl",
    "forbidden",
    "broken",
    "cut",
    "slow",
    "large",
)


class FaultServer(ThreadingHTTPServer):
    """Counts visits to the page that is compressed again each time; a closed connection is no error."""

    daemon_threads = True
    visits = 0

    def handle_error(self, *_: Any) -> None:
        pass


class FaultHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultServer

    def do_GET(self) -> None:
        getattr(self, "go_" + self.path.strip("/").partition("?")[0].replace(".", "_"), self.go_missing)()

    def respond(self, status: int, body: bytes, **headers: str | bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        lines = {"Content_Type": "text/html; charset=utf-8", **headers}
        for name, value in lines.items():
            text = value.decode("latin-1") if isinstance(value, bytes) else value
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(body)

    def go_plain(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.end_headers()
            return
        self.respond(200, PAGE_BYTES, ETag='"v1"')

    def go_gzipped(self) -> None:
        self.respond(200, GZIPPED_PAGE, Content_Encoding="gzip")

    def go_varying(self) -> None:
        self.server.visits += 1
        body = gzip.compress(PAGE_BYTES, mtime=self.server.visits)
        self.respond(200, body, Content_Encoding="gzip")

    def go_changing(self) -> None:
        self.respond(200, PAGE_BYTES + str(time.time_ns()).encode())

    def go_bomb(self) -> None:
        self.respond(200, GZIP_BOMB, Content_Encoding="gzip")

    def go_halfzip(self) -> None:
        self.respond(200, GZIPPED_PAGE[: len(GZIPPED_PAGE) // 2], Content_Encoding="gzip")

    def go_moved(self) -> None:
        self.respond(302, b"", Location="/plain")

    def go_named(self) -> None:
        self.respond(200, DOC_BYTES, Content_Type="application/msword", Content_Disposition=GBK_DISPOSITION)

    def go_missing(self) -> None:
        self.respond(404, "<html><body>没有</body></html>".encode())

    def go_soft(self) -> None:
        self.respond(200, "<html><title>提示</title><body>您访问的页面已删除</body></html>".encode())

    def go_empty(self) -> None:
        self.respond(200, b"")

    def go_challenged(self) -> None:
        self.respond(412, b"<html><script>$_ts=window['$_ts']</script></html>")

    def go_jsl(self) -> None:
        body = b"<script>document.cookie='x'</script>"
        self.respond(521, body, X_Via_JSL="abc,-", Set_Cookie="__jsluid_s=1; path=/")

    def go_forbidden(self) -> None:
        self.respond(403, b"no")

    def go_broken(self) -> None:
        self.respond(503, b"later")

    def go_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<html>half")
        self.close_connection = True

    def go_slow(self) -> None:
        time.sleep(4)
        self.respond(200, b"late")

    def go_large(self) -> None:
        self.respond(200, b"x" * 3_000_000)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def fault_server() -> Iterator[str]:
    """Run the server; yield its root URL."""
    server = FaultServer(("127.0.0.1", 0), FaultHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def start_crawl(data: Path, requests: list[dict[str, Any]], **settings: Any) -> subprocess.Popen[str]:
    """Start a crawl in a separate process, which a test may kill."""
    process = start_module("tests.support.fault_server")
    assert process.stdin is not None
    process.stdin.write(json.dumps({"data": str(data), "requests": requests, "settings": settings}))
    process.stdin.close()
    process.stdin = None
    return process


def crawl(data: Path, requests: list[dict[str, Any]], **settings: Any) -> dict[str, Any]:
    """Crawl in a separate process (a reactor runs once); return Scrapy's stats and what callbacks got."""
    job = {"data": str(data), "requests": requests, "settings": settings}
    process = run_in_process(run_job, job, timeout_seconds=120)
    assert process.exit_code == 0, process.log
    result: dict[str, Any] = json.loads(process.output.splitlines()[-1])
    return result | {"log": process.log}


class RecordedSpider(Spider):
    """Sends the requests of the job, and records what its callbacks get."""

    name = "probe"
    requested: list[dict[str, Any]]

    async def start(self) -> AsyncIterator[Request]:
        self.seen: dict[str, Any] = {}
        for fields in self.requested:
            label = {"role": "report", "source": "probe", "parent": "http://list/", "link_text": "年报 1"}
            yield Request(
                fields["url"],
                headers=fields.get("headers"),
                callback=self.parse,
                errback=self.on_error,
                dont_filter=True,
                meta={"gongkai": label, "handle_httpstatus_all": True, **fields.get("meta", {})},
            )

    def parse(self, response: Response) -> None:
        capture = response.meta["gongkai_capture"]
        self.seen[response.url] = [response.status, len(response.body), capture.outcome, capture.record]

    def on_error(self, failure: Any) -> None:
        self.seen[failure.request.url] = [type(failure.value).__name__, str(failure.value)]


def run_job(job: dict[str, Any]) -> None:
    """Run the crawl of a job in this process; print its stats and what callbacks got as JSON."""
    settings = {
        "GONGKAI_DATA": job["data"],
        "DOWNLOADER_MIDDLEWARES": {"crawler.middlewares.recording.RecordingMiddleware": 950},
        "ROBOTSTXT_OBEY": False,
        "RETRY_TIMES": 1,
        "DOWNLOAD_TIMEOUT": 2,
        "DOWNLOAD_MAXSIZE": 2_000_000,
        "COOKIES_ENABLED": False,  # the cookie jar fetches the public suffix list from the network
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        **job["settings"],
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(RecordedSpider)
    process.crawl(crawler, requested=job["requests"])
    process.start()
    assert crawler.stats is not None
    assert isinstance(crawler.spider, RecordedSpider)
    stats = {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, int | str)}
    print(json.dumps({"stats": stats, "seen": crawler.spider.seen}))


if __name__ == "__main__":
    run_job(json.load(sys.stdin))
