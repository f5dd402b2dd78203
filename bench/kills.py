"""What `kill -9` costs: ours, and Scrapy's own JOBDIR, on the same web.

A page is lost when no run ever asked for it, although the last one says that it has finished.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.crawl_jobdir import with_jobdir
from bench.killing import Moment, again_and_again, asked, crawl_due, killed, moments, starter
from bench.measure import Measured, Size
from samples.server.server import Serving, serve
from samples.world.world import World

FAMILIES = ("trs", "hanweb")
REPORTS_A_PORTAL = 14
KILLS = 20
SEED = 7


def run(size: Size) -> Iterator[Measured]:
    """Shares of pages kept, and of pages asked for twice."""
    reports = size.reports * 4
    portals = max(6, reports // REPORTS_A_PORTAL)
    world = World(21, reports, portals=portals, families=FAMILIES, carriers=("page",))
    with serve(world, warm=True) as web, tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        yield from _both(web, Path(folder))


def _both(web: Serving, folder: Path) -> Iterator[Measured]:
    start = starter(["gongkai.runs.crawl_runner", "bench.crawl_jobdir"])
    start(crawl_due, folder / "calm", web.registry, web.hosts).join()
    pages = tuple(dict.fromkeys(asked(seen) for seen in web.log))
    often = killed(web, folder / "often", moments(KILLS, SEED))
    what = f"{len(often.kills)} kills, {len(pages)} pages"
    yield Measured(f"{what}: kept", often.kept(pages), "of all", "a calm crawl", 1.0, "kills")
    yield Measured(f"{what}: asked twice", often.repeated / len(pages), "of all")
    half = [Moment(len(pages) // 2, 0.0)]
    ours = killed(web, folder / "ours", half)
    work = partial(start, with_jobdir, pages, next(iter(web.hosts.values())), folder / "jobdir")
    theirs = again_and_again(web, work, half)
    what = f"killed half way, {len(pages)} pages: kept"
    yield Measured(what, ours.kept(pages), "of all", "Scrapy's JOBDIR", theirs.kept(pages))
