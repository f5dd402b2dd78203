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

from bench.measure import Measured, Size
from crawler.registry.sources import load
from crawler.run import CrawlOptions, crawl
from samples.server.server import serve
from samples.world.world import World
from tests.accuracy.shares import SETTINGS, Shares, everything, shares

# `SIZE=full` and larger.
_FULL = 600
_SMALL_WEB, _FULL_WEB = (30, 610), (200, 5_600)


def run(size: Size) -> Iterator[Measured]:
    """Reports found of those to be had, true ones of those taken for reports, pages without the browser."""
    portals, reports = _FULL_WEB if size.reports >= _FULL else _SMALL_WEB
    found = measured(everything(portals, reports))
    if found.missed or found.false:
        print(found.told(), flush=True)
    what = f"discovery, {portals} portals, {found.to_be_had} reports"
    yield Measured(what, found.recall, "found", "all", 1.0, "discovery_found")
    yield Measured(f"{len(found.false)} false", found.precision, "true", "all", 1.0, "discovery_true")
    explained = 1 - len(found.unexplained) / (found.to_be_had + len(found.missed))
    yield Measured(f"{len(found.missed)} missed", explained, "told of", "all", 1.0, "discovery_told")
    yield Measured(f"{found.pages} pages", found.plain, "plain HTTP", "all", 1.0, "discovery_plain")


def measured(world: World) -> Shares:
    """The shares of one crawl of `world`, in a process of its own."""
    with serve(world, homes_only=True) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            pool.submit(from_homes, data, web.registry, dict(web.hosts)).result()
        return shares(world, data)


def from_homes(data: Path, registry: Path, hosts: dict[str, str]) -> None:
    """Crawl every portal of the registry into `data`."""
    suffixes = (".gov.cn.test",)
    options = CrawlOptions(hosts=hosts, suffixes=suffixes, delay=0.0, log_level="ERROR", more=SETTINGS)
    crawl(data, load(registry), options)
