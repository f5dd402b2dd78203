"""Pages lost and repeated after `kill -9`, compared with Scrapy's JOBDIR on the same web.

A page is lost if no run requested it although the last run reports that it has finished.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.crawling.crawl_jobdir import run_with_jobdir
from bench.crawling.killing import (
    KillPoint,
    crawl_due,
    crawl_with_kills,
    process_starter,
    random_kill_points,
    request_identity,
    run_with_kills,
)
from bench.measure import Measurement, Size
from samples.server import RunningWeb, serve
from samples.world import World

FAMILIES = ("trs", "hanweb")
REPORTS_PER_PORTAL = 14
KILL_COUNT = 20


def run(size: Size) -> Iterator[Measurement]:
    """Measure the shares of pages kept and of pages requested twice."""
    reports = size.reports * 4
    portals = max(6, reports // REPORTS_PER_PORTAL)
    world = World(21, reports, portals=portals, families=FAMILIES, carriers=("page",))
    with serve(world, prerender=True) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        yield from _compare_with_jobdir(web, Path(folder), size.seed)


def _compare_with_jobdir(web: RunningWeb, folder: Path, seed: int) -> Iterator[Measurement]:
    start = process_starter(["gongkai.runs.crawl_runner", "bench.crawling.crawl_jobdir"])
    start(crawl_due, folder / "calm", web.registry_path, web.hosts).join()
    pages = tuple(dict.fromkeys(request_identity(request) for request in web.log))
    often = crawl_with_kills(web, folder / "often", random_kill_points(KILL_COUNT, 6 + seed))
    title = f"{len(often.kills)} kills, {len(pages)} pages"
    yield Measurement(f"{title}: kept", often.share_requested(pages), "of all", "a calm crawl", 1.0, "kills")
    yield Measurement(f"{title}: requested twice", often.repeated_count / len(pages), "of all")
    half = [KillPoint(len(pages) // 2, 0.0)]
    ours = crawl_with_kills(web, folder / "ours", half)
    work = partial(start, run_with_jobdir, pages, next(iter(web.hosts.values())), folder / "jobdir")
    theirs = run_with_kills(web, work, half)
    title = f"killed half way, {len(pages)} pages: kept"
    yield Measurement(
        title, ours.share_requested(pages), "of all", "Scrapy's JOBDIR", theirs.share_requested(pages)
    )
