"""Scrapy with its own JOBDIR, killed as ours is: it takes up what it wrote down, and that is not all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from bench.killing import RequestIdentity

_FORM_HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class HostFingerprinter:
    """Tells requests apart by the host that they name, since all go to one address."""

    def fingerprint(self, request: scrapy.Request) -> bytes:
        """The digest under which Scrapy keeps what it has seen."""
        host = request.headers["Host"] or b""
        return sha1(b" ".join((host, request.url.encode(), request.body)), usedforsecurity=False).digest()


class JobdirSpider(scrapy.Spider):
    """Begins with one page a host, which leads to all others of the host, as a list does."""

    name = "persistent"

    def __init__(self, pages: Sequence[RequestIdentity], address: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.address = address
        self.pages: dict[str, list[RequestIdentity]] = {}
        for page in pages:
            self.pages.setdefault(page[0], []).append(page)

    async def start(self) -> AsyncIterator[Any]:
        """The first pages, again at every start: what was seen is for Scrapy to know."""
        for first, *_ in self.pages.values():
            yield self._request(first, self.parse)

    def parse(self, response: Any) -> Iterator[Any]:
        """The other pages of the host."""
        host = response.request.headers["Host"].decode()
        return (self._request(page, self.parse_page) for page in self.pages[host][1:])

    def parse_page(self, response: Any) -> None:
        """Nothing: what counts is what the server saw."""

    def _request(self, page: RequestIdentity, callback: Callable[[Any], Any]) -> scrapy.Request:
        host, path, form = page
        # One slot a host, as names of their own would give; the server tells hosts apart by the header.
        return scrapy.Request(
            f"http://{self.address}{path}",
            callback,
            method="POST" if form else "GET",
            headers={"Host": host, **(_FORM_HEADERS if form else {})},
            body=form,
            meta={"download_slot": host},
        )


def run_with_jobdir(pages: Sequence[RequestIdentity], address: str, folder: Path) -> None:
    """One run, which takes up where the last one of this folder was."""
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
