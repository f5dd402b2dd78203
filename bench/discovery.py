"""What a crawl finds of portals that it knows nothing of but their front pages, held against the truth.

`small` crawls what the tests crawl, `full` two hundred portals of which five thousand reports can be had:
each fault stands twice among them, and takes some away. Shares, with 1 beside them, so that a floor of
floors.toml is the least share that is accepted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.measure import Measurement, Size
from crawler import CrawlOptions, crawl
from crawler.registry import load_sources
from samples.server import serve
from samples.world import World
from tests.accuracy.shares import FAULTY_WEB_SETTINGS, DiscoveryResult, complete_world, measure_discovery

# `SIZE=full` and larger.
_FULL_SIZE_REPORTS = 600
_SMALL_WEB, _FULL_WEB = (30, 610), (200, 5_600)


def run(size: Size) -> Iterator[Measurement]:
    """Reports found of those to be had, true ones of those taken for reports, pages without the browser."""
    portals, reports = _FULL_WEB if size.reports >= _FULL_SIZE_REPORTS else _SMALL_WEB
    found = measure_shares(complete_world(portals, reports, size.seed))
    if found.missed or found.false_reports:
        print(found.summary(), flush=True)
    what = f"discovery, {portals} portals, {found.available} reports"
    yield Measurement(what, found.recall, "found", "all", 1.0, "discovery_found")
    yield Measurement(
        f"{len(found.false_reports)} false", found.precision, "true", "all", 1.0, "discovery_true"
    )
    explained = 1 - len(found.unexplained) / (found.available + len(found.missed))
    yield Measurement(f"{len(found.missed)} missed", explained, "told of", "all", 1.0, "discovery_told")
    yield Measurement(
        f"{found.requested_pages} pages", found.plain_share, "plain HTTP", "all", 1.0, "discovery_plain"
    )


def measure_shares(world: World) -> DiscoveryResult:
    """The shares of one crawl of `world`, in a process of its own."""
    with serve(world, homes_only=True) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            pool.submit(crawl_from_homes, data, web.registry_path, dict(web.hosts)).result()
        return measure_discovery(world, data)


def crawl_from_homes(data: Path, registry: Path, hosts: dict[str, str]) -> None:
    """Crawl every portal of the registry into `data`."""
    suffixes = (".gov.cn.test",)
    options = CrawlOptions(
        hosts=hosts, suffixes=suffixes, delay=0.0, log_level="ERROR", extra_settings=FAULTY_WEB_SETTINGS
    )
    crawl(data, load_sources(registry), options)
