"""`gongkai build` over very many reports: does the time for one grow, and what memory is held?

The pages of one place, copied with the names of others: to draw each anew takes longer than to read it.
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
from bench.build import import_record
from bench.measure import Measurement, Size
from samples.renderers import report_page
from samples.reports import places, systems
from samples.world import YEARS, World

SLICE_COUNT = 10
MIN_REPORTS_FOR_FLOOR = 5_000
"""Of fewer reports a tenth is over too soon to say anything."""
_BATCH_PAGES = 1000


@dataclass
class SliceTimer:
    """What the processors had done when each tenth of the reports was read, in seconds.

    Not the clock on the wall: a build of many reports takes longer than any machine stays quiet.
    """

    slice_ends: list[float] = field(default_factory=lambda: [processor_seconds()])

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The progress of a build."""
        if stage == "读取" and done * SLICE_COUNT // total == len(self.slice_ends):
            self.slice_ends.append(processor_seconds())

    def milliseconds_per_report(self, reports: int) -> list[float]:
        """Milliseconds a report, by slice."""
        pairs = zip(self.slice_ends, self.slice_ends[1:], strict=False)
        return [(late - early) * 1000 * SLICE_COUNT / reports for early, late in pairs]


def processor_seconds() -> float:
    """Seconds of processor time of this process, of its children that live, and of those that ended."""
    here = Path("/proc/self/task") / str(os.getpid()) / "children"
    ticks = sum(_processor_ticks(int(child)) for child in here.read_text("ascii").split())
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def _processor_ticks(process: int) -> int:
    # Behind the name in brackets, which may hold blanks: fields 14 and 15 are utime and stime (proc(5)).
    fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def run(size: Size) -> Iterator[Measurement]:
    """Time a report in the first and the last slice, the rest of the build, and the memory held."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        fill_archive(data, size.reports)
        slices = SliceTimer()
        result = build(data, full=True, progress=slices)
        ended = processor_seconds()
    if result.reports != size.reports:
        raise RuntimeError(f"{result.reports} reports in the release, {size.reports} in the archive")
    times = slices.milliseconds_per_report(size.reports)
    print("  ".join(f"{one:.1f}" for one in times), "ms of processor time a report, by slice", flush=True)
    first, last = 1000 / times[0], 1000 / times[-1]
    what = f"scale, last tenth of {size.reports}"
    yield Measurement(
        what,
        last,
        "reports/s",
        "first tenth",
        first,
        "scale_time" if size.reports >= MIN_REPORTS_FOR_FLOOR else "",
    )
    rest = (ended - slices.slice_ends[-1]) * 1000 / size.reports
    yield Measurement("scale, after the last report", rest, "ms/report")
    for what, whose in (("parent", resource.RUSAGE_SELF), ("largest child", resource.RUSAGE_CHILDREN)):
        room = 1024**2 / resource.getrusage(whose).ru_maxrss
        yield Measurement(
            f"scale, {1024 / room:.0f} MB in the {what}", room, "times", "1 GB", 1.0, "scale_memory"
        )


def fill_archive(data: Path, reports: int) -> None:
    """Archive so many reports, each of another agency or year."""
    with Ledger.open(data) as ledger:
        run_id = ledger.begin_run("bench")
        with WarcWriter(ledger.warc_dir, run_id, compression_level=1) as writer:
            pages = renamed_pages(reports)
            while some := list(islice(pages, _BATCH_PAGES)):
                ledger.add_all([writer.write(import_record(one)) for one in some])
        ledger.end_run(run_id)


def renamed_pages(reports: int) -> Iterator[bytes]:
    """The pages of one place with every name that a place can have."""
    world = World(seed=6, reports=len(systems()) * len(YEARS), portals=1, carriers=("page",))
    own = world.agencies[0].place.name
    pages = [report_page(report).decode() for report in world.reports]
    names = dict.fromkeys(place.name for place in places())
    return islice((one.replace(own, name).encode() for name in names for one in pages), reports)
