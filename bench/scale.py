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

from archive.build.builder import build
from archive.ledger.ledger import Ledger
from archive.warc.writer import WarcWriter
from bench.build import record
from bench.measure import Measured, Size
from samples.renderers.html import page
from samples.reports.agencies import places, systems
from samples.world.portal_builder import YEARS
from samples.world.world import World

SLICES = 10
LEAST = 5_000
"""Of fewer reports a tenth is over too soon to say anything."""
_BATCH = 1000


@dataclass
class Slices:
    """What the processors had done when each tenth of the reports was read, in seconds.

    Not the clock on the wall: a build of many reports takes longer than any machine stays quiet.
    """

    moments: list[float] = field(default_factory=lambda: [worked()])

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The progress of a build."""
        if stage == "读取" and done * SLICES // total == len(self.moments):
            self.moments.append(worked())

    def each(self, reports: int) -> list[float]:
        """Milliseconds a report, by slice."""
        pairs = zip(self.moments, self.moments[1:], strict=False)
        return [(late - early) * 1000 * SLICES / reports for early, late in pairs]


def worked() -> float:
    """Seconds of processor time of this process, of its children that live, and of those that ended."""
    here = Path("/proc/self/task") / str(os.getpid()) / "children"
    ticks = sum(_ticks(int(child)) for child in here.read_text("ascii").split())
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> int:
    # Behind the name in brackets, which may hold blanks: fields 14 and 15 are utime and stime (proc(5)).
    fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def run(size: Size) -> Iterator[Measured]:
    """Time a report in the first and the last slice, the rest of the build, and the memory held."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        fill(data, size.reports)
        slices = Slices()
        result = build(data, full=True, progress=slices)
        ended = worked()
    if result.reports != size.reports:
        raise RuntimeError(f"{result.reports} reports in the release, {size.reports} in the archive")
    times = slices.each(size.reports)
    print("  ".join(f"{one:.1f}" for one in times), "ms of processor time a report, by slice", flush=True)
    first, last = 1000 / times[0], 1000 / times[-1]
    what = f"scale, last tenth of {size.reports}"
    yield Measured(
        what, last, "reports/s", "first tenth", first, "scale_time" if size.reports >= LEAST else ""
    )
    rest = (ended - slices.moments[-1]) * 1000 / size.reports
    yield Measured("scale, after the last report", rest, "ms/report")
    for what, whose in (("parent", resource.RUSAGE_SELF), ("largest child", resource.RUSAGE_CHILDREN)):
        room = 1024**2 / resource.getrusage(whose).ru_maxrss
        yield Measured(
            f"scale, {1024 / room:.0f} MB in the {what}", room, "times", "1 GB", 1.0, "scale_memory"
        )


def fill(data: Path, reports: int) -> None:
    """Archive so many reports, each of another agency or year."""
    with Ledger.open(data) as ledger:
        run_id = ledger.begin_run("bench")
        with WarcWriter(ledger.warc, run_id, level=1) as writer:
            pages = copies(reports)
            while some := list(islice(pages, _BATCH)):
                ledger.add_all([writer.write(record(one)) for one in some])
        ledger.end_run(run_id)


def copies(reports: int) -> Iterator[bytes]:
    """The pages of one place with every name that a place can have."""
    world = World(seed=6, reports=len(systems()) * len(YEARS), portals=1, carriers=("page",))
    own = world.agencies[0].place.name
    pages = [page(report).decode() for report in world.reports]
    names = dict.fromkeys(place.name for place in places())
    return islice((one.replace(own, name).encode() for name in names for one in pages), reports)
