"""Response time of pages and searches of the site, one reader at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote

from archive.build import build
from archive.site import run_in_thread
from bench.measure import Measurement, Size
from bench.publishing.build import archive_pages
from gongkai.monitoring import fetch_page, first_report
from samples.renderers import report_page
from samples.world import World

SEARCH_WORDS = ("保", "就业", "社会保障", "政府信息公开")
REQUESTS_PER_PAGE = 10
"""How often each page is requested; the first request counts."""


def run(size: Size) -> Iterator[Measurement]:
    """Measure each kind of page."""
    world = World(seed=5, reports=size.reports, carriers=("page",))
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data = Path(folder)
        archive_pages(data, [report_page(report) for report in world.reports])
        build(data, full=True)
        with run_in_thread(data) as url:
            report = first_report(url)["id"]
            yield measure_wait("home page", url)
            yield measure_wait("report page", f"{url}archive/reports/{report}")
            yield measure_wait("list of reports, with facets", f"{url}archive/reports")
            for word in SEARCH_WORDS:
                yield measure_wait(f"search for {word}", f"{url}archive/reports?_search={quote(word)}")
            yield measure_wait("all figures of table 3 as CSV", f"{url}archive/requests.csv?_stream=on")


def measure_wait(label: str, url: str) -> Measurement:
    """Return the median response time of a page in milliseconds."""
    seconds = median(fetch_page(url).seconds for _ in range(REQUESTS_PER_PAGE))
    return Measurement(label, seconds * 1000, "ms")
