"""Speed of a rate-limited crawl compared with the sum of its pauses.

Ten hosts with forty pages each, 0.2 s between requests. Jitter and AutoThrottle are off, so that the pauses
alone determine the shortest time of a crawl: on the host with the most requests, one pause fewer than
requests. The time is from the first request to the last response in the server's log. Everything else is on:
ledger, robots, guard, recording.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from operator import attrgetter
from pathlib import Path

from bench.measure import Measurement, Size
from crawler import CrawlOptions, crawl
from crawler.registry import load_sources
from samples.server import LoggedRequest, serve
from samples.world import World

HOSTS = 10
REPORTS_PER_HOST = 23
"""With lists, decoys and robots.txt these are some forty pages."""
PAUSE_SECONDS = 0.2


def run(size: Size) -> Iterator[Measurement]:
    """Measure requests a second, compared with the limit; raises `RuntimeError` if two are too close."""
    world = World(
        seed=4, reports=HOSTS * REPORTS_PER_HOST, portals=HOSTS, families=("trs",), carriers=("page",)
    )
    with (
        serve(world, prerender=True) as web,
        ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        logs = []
        for _ in range(size.rounds):
            before = len(web.log)
            pool.submit(partial(run_polite_crawl, dict(web.hosts), web.registry_path)).result()
            logs.append(web.log[before:])
    # Other work of the machine makes a crawl slower, and nothing makes it faster: the best round counts.
    requests = min(logs, key=_crawl_seconds)
    pause_seconds = (max(Counter(request.host for request in requests).values()) - 1) * PAUSE_SECONDS
    shortest_gap = min(gap for log in logs for gap in _gaps(log))
    if shortest_gap < PAUSE_SECONDS - 0.005:
        raise RuntimeError(f"two visits to a host were {shortest_gap:.3f} s apart")
    yield Measurement(
        label=f"polite crawl, {HOSTS} hosts, {len(requests)} visits",
        value=len(requests) / _crawl_seconds(requests),
        unit="visits/s",
        compared_with="pauses alone",
        compared_value=len(requests) / pause_seconds,
        floor="polite",
    )


def run_polite_crawl(hosts: dict[str, str], registry: Path) -> None:
    """Crawl all hosts with a fixed pause into a temporary archive."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        options = CrawlOptions(
            hosts=hosts,
            suffixes=(".gov.cn.test",),
            delay=PAUSE_SECONDS,
            log_level="ERROR",
            extra_settings={"AUTOTHROTTLE_ENABLED": False, "GONGKAI_JITTER": 0.0},
        )
        crawl(Path(folder), load_sources(registry), options)


def _crawl_seconds(requests: Sequence[LoggedRequest]) -> float:
    return max(request.ended for request in requests) - min(request.started for request in requests)


def _gaps(requests: Sequence[LoggedRequest]) -> Iterator[float]:
    """Yield the seconds from the end of each response to the next request to the same host."""
    last_ends: dict[str, float] = {}
    for request in sorted(requests, key=attrgetter("started")):
        if request.host in last_ends:
            yield request.started - last_ends[request.host]
        last_ends[request.host] = request.ended
