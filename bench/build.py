"""`gongkai build`: reports a second from WARC files to a release, in full and with one report more."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from archive.build import Builder, SourceFacts, build
from archive.ledger import Ledger
from archive.model import Outcome, Role
from archive.text import HTML
from archive.warc import Record, WarcWriter, sha256
from bench.measure import Measurement, Size, measure_alternately, measure_seconds
from samples.renderers import report_page
from samples.world import World

MIN_REPORTS_FOR_FLOOR = 300
"""With fewer reports the start of the processes is what is measured."""


def run(size: Size) -> Iterator[Measurement]:
    """A full build, and the build after one more report came in."""
    world = World(seed=4, reports=size.reports + size.rounds, carriers=("page",))
    pages = [report_page(report) for report in world.reports]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        archive_pages(data, pages[: size.reports])
        yield compare_two_processes(data, size)
        full = median(measure_seconds(lambda: build(data, full=True)) for _ in range(size.rounds))
        yield Measurement(f"build --full, {size.reports} reports", size.reports / full, "reports/s")
        later = []
        for one in pages[size.reports :]:
            archive_pages(data, [one])
            later.append(measure_seconds(lambda: build(data, full=False)))
        yield Measurement(f"build, one more than {size.reports}", median(later), "s")


def compare_two_processes(data: Path, size: Size) -> Measurement:
    """Two processes that read, on all cores, beside a whole build that has one core for everything."""

    def built(processes: int, cores: set[int]) -> None:
        os.sched_setaffinity(0, cores)
        try:
            Builder(data, SourceFacts({}, (".gov.cn",)), processes=processes).run(full=True)
        finally:
            os.sched_setaffinity(0, every)

    every = os.sched_getaffinity(0)
    two, one = measure_alternately(size.rounds, partial(built, 2, every), partial(built, 1, {min(every)}))
    what = f"build, two processes, {size.reports} reports"
    floor = "build_two" if size.reports >= MIN_REPORTS_FOR_FLOOR else ""
    return Measurement(what, size.reports / two, "reports/s", "one core", size.reports / one, floor)


def archive_pages(data: Path, pages: Sequence[bytes]) -> None:
    """Archive pages as `gongkai import` does."""
    with Ledger.open(data) as ledger:
        run_id = ledger.begin_run("bench")
        with WarcWriter(ledger.warc_dir, run_id) as writer:
            ledger.add_all([writer.write(import_record(one)) for one in pages])
        ledger.end_run(run_id)


def import_record(data: bytes) -> Record:
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
