"""The memory that a crawl over very many hosts holds at its most: `full` has two thousand.

One server answers for all of them; each has one report, whose page and list a crawl asks for. The crawl runs
in a process of its own, so that nothing of the server is counted.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.measure import Measurement, Size, peak_memory_kib
from crawler import CrawlOptions, crawl
from crawler.registry import load_sources
from samples.server import serve
from samples.world import World

# `SIZE=full` and larger.
_FULL_SIZE_REPORTS = 600
_SMALL_HOST_COUNT, _FULL_HOST_COUNT = 100, 2_000
_GIGABYTE_KIB = 1024**2  # in KiB
# Plain lists: a browser is a process of its own, bounded elsewhere.
_FAMILIES = ("trs", "hanweb", "vsb", "nfcms")


def run(size: Size) -> Iterator[Measurement]:
    """How often the memory goes into 1 GB, and hosts a second."""
    hosts = _FULL_HOST_COUNT if size.reports >= _FULL_SIZE_REPORTS else _SMALL_HOST_COUNT
    world = World(seed=4, reports=hosts, portals=hosts, families=_FAMILIES, carriers=("page",))
    with serve(world) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        begun = time.monotonic()
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            reports, kilobytes = pool.submit(
                measure_crawl_memory, Path(folder), web.registry_path, dict(web.hosts)
            ).result()
        seconds = time.monotonic() - begun
    if reports != hosts:
        raise RuntimeError(f"{reports} reports of {hosts}")
    room = _GIGABYTE_KIB / kilobytes
    yield Measurement(
        f"crawl of {hosts} hosts, {kilobytes // 1024} MB", room, "times", "1 GB", 1.0, "hosts_memory"
    )
    yield Measurement(f"crawl of {hosts} hosts, {len(web.log)} pages", hosts / seconds, "hosts/s")


def measure_crawl_memory(data: Path, registry: Path, hosts: dict[str, str]) -> tuple[int, int]:
    """How many reports a crawl archived, and the most memory that it held, in KiB."""
    options = CrawlOptions(hosts=hosts, suffixes=(".gov.cn.test",), delay=0.0, log_level="ERROR")
    summary = crawl(data, load_sources(registry), options)
    return sum(one.reports for one in summary.sources), peak_memory_kib()
