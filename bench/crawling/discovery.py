"""Share of reports that a crawl finds when it starts from front pages only, compared with the known truth.

The size `small` crawls what the tests crawl, `full` two hundred portals with five thousand available reports;
each fault occurs twice and makes some reports unavailable. Shares are compared with 1, so that a floor of
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
from tests.accuracy.shares import (
    FAULTY_WEB_SETTINGS,
    SMALL_WEB,
    DiscoveryResult,
    complete_world,
    measure_discovery,
)

# From `SIZE=full` on.
_FULL_SIZE_REPORTS = 600
_FULL_WEB = (200, 5_600)


def run(size: Size) -> Iterator[Measurement]:
    """Measure recall, precision, the share of missed reports with a cause, and of pages without a browser."""
    portals, reports = _FULL_WEB if size.reports >= _FULL_SIZE_REPORTS else SMALL_WEB
    result = measure_shares(complete_world(portals, reports, size.seed))
    if result.missed or result.false_reports:
        print(result.summary(), flush=True)
    title = f"discovery, {portals} portals, {result.available} reports"
    yield Measurement(title, result.recall, "found", "all", 1.0, "discovery_found")
    yield Measurement(
        f"{len(result.false_reports)} false", result.precision, "true", "all", 1.0, "discovery_true"
    )
    explained = 1 - len(result.unexplained) / (result.available + len(result.missed))
    yield Measurement(f"{len(result.missed)} missed", explained, "explained", "all", 1.0, "discovery_told")
    yield Measurement(
        f"{result.requested_pages} pages", result.plain_share, "plain HTTP", "all", 1.0, "discovery_plain"
    )


def measure_shares(world: World) -> DiscoveryResult:
    """Crawl `world` in a new process and return its shares."""
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
