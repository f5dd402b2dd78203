"""Speed of a complete crawl compared with plain Scrapy on the same pages of the same server.

Complete: registry, robots, guard, discovery, recording into WARC and ledger. Plain: the addresses are known
beforehand and nothing is stored. Both make one request at a time to each host, without pauses. Both run in
a process of their own, since a reactor starts only once; the server runs in this one. The time is from the
first request that the server sees to the end of the crawl, when the last record is on disk.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from bench.measure import Measurement, Size
from crawler import CrawlOptions, crawl
from crawler.registry import load_sources
from samples.server import RunningWeb, serve
from samples.world import World

# Without the browser, which loads a few pages a second where plain HTTP loads hundreds.
FAMILIES = ("trs", "hanweb")
REPORTS_PER_PORTAL = 10
HostPath = tuple[str, str]
"""Host and path of a request that the server answered."""


def run(size: Size) -> Iterator[Measurement]:
    """Measure pages a second of both, each in its best round: other work of the machine only slows them."""
    reports = size.reports * 8
    world = World(seed=3, reports=reports, portals=max(6, reports // REPORTS_PER_PORTAL), families=FAMILIES)
    with serve(world, prerender=True) as web:
        pages = list_crawled_pages(web)
        rates: list[tuple[float, float]] = []
        for _ in range(size.rounds + 5):
            our_seconds, crawled = time_in_process(
                web, partial(run_full_crawl, dict(web.hosts), web.registry_path)
            )
            scrapy_seconds, fetched = time_in_process(
                web, partial(run_bare_scrapy, pages, next(iter(web.hosts.values())))
            )
            if len(crawled) != len(pages) or len(fetched) != len(pages):
                raise RuntimeError(
                    f"{len(crawled)} and {len(fetched)} pages requested, {len(pages)} expected"
                )
            rates.append((len(crawled) / our_seconds, len(fetched) / scrapy_seconds))
    our_rate, scrapy_rate = (max(side) for side in zip(*rates, strict=True))
    yield Measurement(f"crawl, {len(pages)} pages", our_rate, "pages/s", "bare Scrapy", scrapy_rate, "crawl")


def list_crawled_pages(web: RunningWeb) -> list[HostPath]:
    """Return the pages that a crawl requests."""
    _, pages = time_in_process(web, partial(run_full_crawl, dict(web.hosts), web.registry_path))
    return pages


def time_in_process(web: RunningWeb, work: Any) -> tuple[float, list[HostPath]]:
    """Run `work` in a new process; return the seconds from its first request to its end, and its requests."""
    before = len(web.log)
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        ended: float = pool.submit(work).result()
    requests = web.log[before:]
    started = min(request.started for request in requests)
    return ended - started, [(request.host, request.path) for request in requests]


def run_full_crawl(hosts: dict[str, str], registry: Path) -> float:
    """Run a complete crawl; return when it ended, by the clock that all processes of a machine share."""
    sources = load_sources(registry)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        options = CrawlOptions(hosts=hosts, suffixes=(".gov.cn.test",), delay=0.0, log_level="ERROR")
        crawl(Path(folder), sources, options)
        return time.monotonic()


class BareSpider(scrapy.Spider):
    """Fetches the given pages and keeps nothing."""

    name = "bare"

    def __init__(self, pages: Sequence[HostPath], address: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.pages, self.address = pages, address

    async def start(self) -> AsyncIterator[Any]:
        """Yield all requests at once; Scrapy's scheduler distributes them."""
        for host, path in self.pages:
            # One download slot a host, as with real host names; the server tells hosts apart by the header.
            request = scrapy.Request(f"http://{self.address}{path}", headers={"Host": host}, dont_filter=True)
            request.meta["download_slot"] = host
            yield request

    def parse(self, response: Any) -> None:
        """Do nothing with the response."""


def run_bare_scrapy(pages: Sequence[HostPath], address: str) -> float:
    """Run plain Scrapy; return when it ended, by the clock that all processes of a machine share."""
    settings = {
        "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS": 64,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "HTTPERROR_ALLOW_ALL": True,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }
    process = AsyncCrawlerProcess(settings)
    process.crawl(BareSpider, pages=pages, address=address)
    process.start()
    return time.monotonic()
