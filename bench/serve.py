"""The site: how long a reader waits for a page and for a search, one reader at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote

from archive.build.builder import build
from archive.site.server import running
from bench.build import store
from bench.measure import Measured, Size
from gongkai.monitoring.site_check import first_report, get
from samples.renderers.html import page
from samples.world.world import World

WORDS = ("保", "就业", "社会保障", "政府信息公开")
ASKED = 10
"""Times each page is asked for; the first time is part of it."""


def run(size: Size) -> Iterator[Measured]:
    """A line for each kind of page."""
    world = World(seed=5, reports=size.reports, carriers=("page",))
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        store(data, [page(report) for report in world.reports])
        build(data, full=True)
        with running(data) as url:
            report = first_report(url)["id"]
            yield wait("home page", url)
            yield wait("report page", f"{url}archive/reports/{report}")
            yield wait("list of reports, with facets", f"{url}archive/reports")
            for word in WORDS:
                yield wait(f"search for {word}", f"{url}archive/reports?_search={quote(word)}")
            yield wait("all figures of table 3 as CSV", f"{url}archive/requests.csv?_stream=on")


def wait(what: str, url: str) -> Measured:
    """The median of a few visits."""
    return Measured(what, median(get(url).seconds for _ in range(ASKED)) * 1000, "ms")
