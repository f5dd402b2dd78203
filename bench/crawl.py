"""A crawl with everything on, beside bare Scrapy fetching the same pages from the same server.

Everything on: registry, robots, guard, discovery, recording into WARC and ledger. Bare: the addresses are
known beforehand, nothing is kept. Both ask each host one thing at a time and without a pause; both run in a
process of their own, since a reactor starts once, and the server in this one. The clock runs from the first
request that the server sees to the end of the crawl, when the last record is on disk.
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

# The browser is left out: it is measured in pages a second, plain HTTP in hundreds.
FAMILIES = ("trs", "hanweb")
REPORTS_PER_PORTAL = 10
HostPath = tuple[str, str]
"""Host and path of a request that the server answered."""


def run(size: Size) -> Iterator[Measurement]:
    """One line: pages a second of both, each in its best turn: what else the machine does only slows them."""
    reports = size.reports * 8
    world = World(seed=3, reports=reports, portals=max(6, reports // REPORTS_PER_PORTAL), families=FAMILIES)
    with serve(world, prerender=True) as web:
        pages = list_crawled_pages(web)
        both: list[tuple[float, float]] = []
        for _ in range(size.rounds + 5):
            ours, asked = time_in_process(web, partial(run_full_crawl, dict(web.hosts), web.registry_path))
            theirs, fetched = time_in_process(
                web, partial(run_bare_scrapy, pages, next(iter(web.hosts.values())))
            )
            if len(asked) != len(pages) or len(fetched) != len(pages):
                raise RuntimeError(f"{len(asked)} and {len(fetched)} pages asked for, {len(pages)} expected")
            both.append((len(asked) / ours, len(fetched) / theirs))
    ours, theirs = (max(rates) for rates in zip(*both, strict=True))
    yield Measurement(f"crawl, {len(pages)} pages", ours, "pages/s", "bare Scrapy", theirs, "crawl")


def list_crawled_pages(web: RunningWeb) -> list[HostPath]:
    """The pages of a crawl."""
    _, asked = time_in_process(web, partial(run_full_crawl, dict(web.hosts), web.registry_path))
    return asked


def time_in_process(web: RunningWeb, work: Any) -> tuple[float, list[HostPath]]:
    """Seconds from the first request to the end of `work` in a fresh process, and the pages it asked for."""
    before = len(web.log)
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        ended: float = pool.submit(work).result()
    seen = web.log[before:]
    return ended - min(one.started for one in seen), [(one.host, one.path) for one in seen]


def run_full_crawl(hosts: dict[str, str], registry: Path) -> float:
    """When it ended, by the clock that all processes of a machine share."""
    sources = load_sources(registry)
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        options = CrawlOptions(hosts=hosts, suffixes=(".gov.cn.test",), delay=0.0, log_level="ERROR")
        crawl(Path(folder), sources, options)
        return time.monotonic()


class BareSpider(scrapy.Spider):
    """Fetches what it is told to and forgets it."""

    name = "bare"

    def __init__(self, pages: Sequence[HostPath], address: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.pages, self.address = pages, address

    async def start(self) -> AsyncIterator[Any]:
        """All pages at once; Scrapy's scheduler deals them out."""
        for host, path in self.pages:
            # One slot a host, as names of their own would give; the server tells hosts apart by the header.
            request = scrapy.Request(f"http://{self.address}{path}", headers={"Host": host}, dont_filter=True)
            request.meta["download_slot"] = host
            yield request

    def parse(self, response: Any) -> None:
        """Nothing: that is the point."""


def run_bare_scrapy(pages: Sequence[HostPath], address: str) -> float:
    """When it ended, as above."""
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
