"""Time per report and peak memory of `gongkai build` over very many reports.

The pages of one place are copied under the names of other places, since rendering a page takes longer than
reading it.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from archive.build import build
from archive.ledger import Ledger
from archive.warc import WarcWriter
from bench.measure import Measurement, Size
from bench.publishing.build import import_record
from samples.renderers import report_page
from samples.reports import places, systems
from samples.world import YEARS, World

SLICE_COUNT = 10
MIN_REPORTS_FOR_FLOOR = 5_000
"""With fewer reports a tenth takes too little time to compare."""
_BATCH_PAGES = 1000


@dataclass
class SliceTimer:
    """Processor seconds used when each tenth of the reports was read.

    Not wall-clock time: a build of many reports takes longer than a shared machine stays quiet.
    """

    slice_ends: list[float] = field(default_factory=lambda: [processor_seconds()])

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note the time at the end of each tenth; called as the progress function of a build."""
        if stage == "读取" and done * SLICE_COUNT // total == len(self.slice_ends):
            self.slice_ends.append(processor_seconds())

    def milliseconds_per_report(self, reports: int) -> list[float]:
        """Return the milliseconds per report of each slice."""
        pairs = zip(self.slice_ends, self.slice_ends[1:], strict=False)
        return [(end - start) * 1000 * SLICE_COUNT / reports for start, end in pairs]


def processor_seconds() -> float:
    """Return the processor seconds of this process, of its running children and of those that ended."""
    children_file = Path("/proc/self/task") / str(os.getpid()) / "children"
    ticks = sum(_processor_ticks(int(child)) for child in children_file.read_text("ascii").split())
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def _processor_ticks(process: int) -> int:
    # After the name in brackets, which may contain blanks: fields 14 and 15 are utime and stime (proc(5)).
    fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def run(size: Size) -> Iterator[Measurement]:
    """Measure the time per report of the first and the last slice, the rest of the build, and peak memory."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        fill_archive(data, size.reports)
        slices = SliceTimer()
        result = build(data, full=True, progress=slices)
        ended = processor_seconds()
    if result.reports != size.reports:
        raise RuntimeError(f"{result.reports} reports in the release, {size.reports} in the archive")
    times = slices.milliseconds_per_report(size.reports)
    print(
        "  ".join(f"{milliseconds:.1f}" for milliseconds in times),
        "ms of processor time a report, by slice",
        flush=True,
    )
    yield Measurement(
        label=f"scale, last tenth of {size.reports}",
        value=1000 / times[-1],
        unit="reports/s",
        compared_with="first tenth",
        compared_value=1000 / times[0],
        floor="scale_time" if size.reports >= MIN_REPORTS_FOR_FLOOR else "",
    )
    remaining = (ended - slices.slice_ends[-1]) * 1000 / size.reports
    yield Measurement("scale, after the last report", remaining, "ms/report")
    for process, usage in (("parent", resource.RUSAGE_SELF), ("largest child", resource.RUSAGE_CHILDREN)):
        peak_kib = resource.getrusage(usage).ru_maxrss
        yield Measurement(
            label=f"scale, {peak_kib / 1024:.0f} MB in the {process}",
            value=1024**2 / peak_kib,
            unit="times",
            compared_with="1 GB",
            compared_value=1.0,
            floor="scale_memory",
        )


def fill_archive(data: Path, reports: int) -> None:
    """Archive so many reports, no two of the same agency and year."""
    with Ledger.open(data) as ledger:
        run_id = ledger.runs.begin("bench")
        with WarcWriter(ledger.warc_dir, run_id, "bench", compression_level=1) as writer:
            pages = renamed_pages(reports)
            while batch := list(islice(pages, _BATCH_PAGES)):
                ledger.captures.add_all([writer.write(import_record(page)) for page in batch])
        ledger.runs.end(run_id)


def renamed_pages(reports: int) -> Iterator[bytes]:
    """Yield the pages of one place under the names of all places, at most `reports` of them."""
    world = World(seed=6, reports=len(systems()) * len(YEARS), portals=1, carriers=("page",))
    own_name = world.agencies[0].place.name
    pages = [report_page(report).decode() for report in world.reports]
    names = dict.fromkeys(place.name for place in places())
    renamed = (page.replace(own_name, name).encode() for name in names for page in pages)
    return islice(renamed, reports)
