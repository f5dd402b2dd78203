"""Peak memory of a crawl over very many hosts: two thousand with the size `full`.

One server answers for all of them; each has one report, whose page and list a crawl requests. The crawl runs
in a process of its own, so that the memory of the server is not counted.
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

# From `SIZE=full` on.
_FULL_SIZE_REPORTS = 600
_SMALL_HOST_COUNT, _FULL_HOST_COUNT = 100, 2_000
_GIGABYTE_KIB = 1024**2
# Without the browser: it is a process of its own, with a limit of its own.
_FAMILIES = ("trs", "hanweb", "vsb", "nfcms")


def run(size: Size) -> Iterator[Measurement]:
    """Measure how often the peak memory fits into 1 GB, and hosts a second."""
    hosts = _FULL_HOST_COUNT if size.reports >= _FULL_SIZE_REPORTS else _SMALL_HOST_COUNT
    world = World(seed=4, reports=hosts, portals=hosts, families=_FAMILIES, carriers=("page",))
    with serve(world) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        started = time.monotonic()
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            reports, peak_kib = pool.submit(
                measure_crawl_memory, Path(folder), web.registry_path, dict(web.hosts)
            ).result()
        seconds = time.monotonic() - started
    if reports != hosts:
        raise RuntimeError(f"{reports} reports of {hosts}")
    times_in_gigabyte = _GIGABYTE_KIB / peak_kib
    yield Measurement(
        label=f"crawl of {hosts} hosts, {peak_kib // 1024} MB",
        value=times_in_gigabyte,
        unit="times",
        compared_with="1 GB",
        compared_value=1.0,
        floor="hosts_memory",
    )
    yield Measurement(f"crawl of {hosts} hosts, {len(web.log)} pages", hosts / seconds, "hosts/s")


def measure_crawl_memory(data: Path, registry: Path, hosts: dict[str, str]) -> tuple[int, int]:
    """Crawl into `data`; return the number of archived reports and the peak memory in KiB."""
    options = CrawlOptions(hosts=hosts, suffixes=(".gov.cn.test",), delay=0.0, log_level="ERROR")
    summary = crawl(data, load_sources(registry), options)
    return sum(source_summary.reports for source_summary in summary.sources), peak_memory_kib()
