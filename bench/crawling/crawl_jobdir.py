"""A Scrapy spider with JOBDIR, the comparison for killed crawls: it resumes only what it had written down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from bench.crawling.killing import RequestIdentity

_FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class HostFingerprinter:
    """Tells requests apart by the host in their header, since all go to the same address."""

    def fingerprint(self, request: scrapy.Request) -> bytes:
        """Return the digest by which Scrapy remembers a request."""
        host = request.headers["Host"] or b""
        return sha1(b" ".join((host, request.url.encode(), request.body)), usedforsecurity=False).digest()


class JobdirSpider(scrapy.Spider):
    """Starts with one page of each host, which leads to all others of the host as a list does."""

    name = "persistent"

    def __init__(self, pages: Sequence[RequestIdentity], address: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.address = address
        self.pages: dict[str, list[RequestIdentity]] = {}
        for page in pages:
            self.pages.setdefault(page[0], []).append(page)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first pages, at every start: Scrapy itself drops those that it has seen."""
        for first, *_ in self.pages.values():
            yield self._request(first, self.parse)

    def parse(self, response: Any) -> Iterator[Any]:
        """Return the requests for the other pages of the host."""
        host = response.request.headers["Host"].decode()
        return (self._request(page, self.parse_page) for page in self.pages[host][1:])

    def parse_page(self, response: Any) -> None:
        """Do nothing: only the server's log counts."""

    def _request(self, page: RequestIdentity, callback: Callable[[Any], Any]) -> scrapy.Request:
        host, path, form = page
        # One download slot a host, as with real host names; the server tells hosts apart by the header.
        return scrapy.Request(
            f"http://{self.address}{path}",
            callback,
            method="POST" if form else "GET",
            headers={"Host": host, **(_FORM_HEADERS if form else {})},
            body=form,
            meta={"download_slot": host},
        )


def run_with_jobdir(pages: Sequence[RequestIdentity], address: str, folder: Path) -> None:
    """Run once, continuing the last run of this folder."""
    settings = {
        "LOG_LEVEL": "CRITICAL",
        "JOBDIR": str(folder),
        "REQUEST_FINGERPRINTER_CLASS": HostFingerprinter,
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "HTTPERROR_ALLOW_ALL": True,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(JobdirSpider, pages=pages, address=address)
    process.start()
