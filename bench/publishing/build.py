"""Speed of `gongkai build`: a full build, and a build after one more report."""

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
"""With fewer reports the start of the processes dominates."""


def run(size: Size) -> Iterator[Measurement]:
    """Measure a full build, and a build after one more report."""
    world = World(seed=4, reports=size.reports + size.rounds, carriers=("page",))
    pages = [report_page(report) for report in world.reports]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        archive_pages(data, pages[: size.reports])
        yield compare_two_processes(data, size)
        full = median(measure_seconds(lambda: build(data, full=True)) for _ in range(size.rounds))
        yield Measurement(f"build --full, {size.reports} reports", size.reports / full, "reports/s")
        update_seconds = []
        for page in pages[size.reports :]:
            archive_pages(data, [page])
            update_seconds.append(measure_seconds(lambda: build(data, full=False)))
        yield Measurement(f"build, one more than {size.reports}", median(update_seconds), "s")


def compare_two_processes(data: Path, size: Size) -> Measurement:
    """Compare a build with two reading processes on all cores with a build that has a single core."""

    def build_on_cores(processes: int, cores: set[int]) -> None:
        os.sched_setaffinity(0, cores)
        try:
            Builder(data, SourceFacts({}, (".gov.cn",)), processes=processes).run(full=True)
        finally:
            os.sched_setaffinity(0, all_cores)

    all_cores = os.sched_getaffinity(0)
    two_process_seconds, one_core_seconds = measure_alternately(
        size.rounds,
        partial(build_on_cores, 2, all_cores),
        partial(build_on_cores, 1, {min(all_cores)}),
    )
    title = f"build, two processes, {size.reports} reports"
    floor = "build_two" if size.reports >= MIN_REPORTS_FOR_FLOOR else ""
    return Measurement(
        label=title,
        value=size.reports / two_process_seconds,
        unit="reports/s",
        compared_with="one core",
        compared_value=size.reports / one_core_seconds,
        floor=floor,
    )


def archive_pages(data: Path, pages: Sequence[bytes]) -> None:
    """Archive pages as `gongkai import` does."""
    with Ledger.open(data) as ledger:
        run_id = ledger.runs.begin("bench")
        with WarcWriter(ledger.warc_dir, run_id, "bench") as writer:
            ledger.captures.add_all([writer.write(import_record(page)) for page in pages])
        ledger.runs.end(run_id)


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
