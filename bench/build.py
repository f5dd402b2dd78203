"""`gongkai build`: reports a second from WARC files to a release, in full and with one report more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from archive.build.builder import Build, build
from archive.build.source_facts import Facts
from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role
from archive.text.media_types import HTML
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter
from bench.measure import Measured, Size, in_turn, seconds
from samples.renderers.html import page
from samples.world.world import World

LEAST = 300
"""With fewer reports the start of the processes is what is measured."""


def run(size: Size) -> Iterator[Measured]:
    """A full build, and the build after one more report came in."""
    world = World(seed=4, reports=size.reports + size.turns, carriers=("page",))
    pages = [page(report) for report in world.reports]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        store(data, pages[: size.reports])
        yield two_beside_one(data, size)
        full = median(seconds(lambda: build(data, full=True)) for _ in range(size.turns))
        yield Measured(f"build --full, {size.reports} reports", size.reports / full, "reports/s")
        later = []
        for one in pages[size.reports :]:
            store(data, [one])
            later.append(seconds(lambda: build(data, full=False)))
        yield Measured(f"build, one more than {size.reports}", median(later), "s")


def two_beside_one(data: Path, size: Size) -> Measured:
    """Two processes that read, on all cores, beside a whole build that has one core for everything."""

    def built(processes: int, cores: set[int]) -> None:
        os.sched_setaffinity(0, cores)
        try:
            Build(data, Facts({}, (".gov.cn",)), processes=processes).run(full=True)
        finally:
            os.sched_setaffinity(0, every)

    every = os.sched_getaffinity(0)
    two, one = in_turn(size.turns, partial(built, 2, every), partial(built, 1, {min(every)}))
    what = f"build, two processes, {size.reports} reports"
    floor = "build_two" if size.reports >= LEAST else ""
    return Measured(what, size.reports / two, "reports/s", "one core", size.reports / one, floor)


def store(data: Path, pages: Sequence[bytes]) -> None:
    """Archive pages as `gongkai import` does."""
    with Ledger.open(data) as ledger:
        run_id = ledger.begin_run("bench")
        with WarcWriter(ledger.warc, run_id) as writer:
            ledger.add_all([writer.write(record(one)) for one in pages])
        ledger.end_run(run_id)


def record(data: bytes) -> Record:
    digest = sha256(data)
    return Record(
        kind="resource",
        url=f"urn:gongkai:import:{digest}/report.html",
        role=Role.IMPORT,
        outcome=Outcome.OK,
        payload=data,
        digest=digest,
        media_type=HTML,
    )
