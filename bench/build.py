"""`gongkai build`: reports a second from WARC files to a release, in full and with one report more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from archive.build import build
from archive.decode import HTML
from archive.ledger import Ledger
from archive.model import Outcome, Role
from archive.warc import Record, WarcWriter, sha256
from bench.measure import Measured, Size, seconds
from samples.renderers.html import page
from samples.web import World


def run(size: Size) -> Iterator[Measured]:
    """A full build, and the build after one more report came in."""
    world = World(seed=4, reports=size.reports + size.turns, carriers=("page",))
    pages = [page(report) for report in world.reports]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        store(data, pages[: size.reports])
        full = median(seconds(lambda: build(data, full=True)) for _ in range(size.turns))
        yield Measured(f"build --full, {size.reports} reports", size.reports / full, "reports/s")
        later = []
        for one in pages[size.reports :]:
            store(data, [one])
            later.append(seconds(lambda: build(data, full=False)))
        yield Measured(f"build, one more than {size.reports}", median(later), "s")


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
