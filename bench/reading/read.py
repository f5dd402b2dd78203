"""Speed of `gongkai read` on HTML pages of 7 and 40 KB compared with `trafilatura.extract`.

trafilatura returns the text of a page; `read` returns identity, sections, some 200 figures and their checks.
Measured in reports a second on one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import trafilatura

from archive import parse_document
from archive.model import Document
from bench.measure import Measurement, Size, measure_alternately
from samples.renderers import report_page
from samples.world import World

PAGE_KILOBYTES = (7, 40)
PAGES_PER_SIZE = 8
# A page takes milliseconds: with few rounds a single pause of the machine would decide the result.
ROUNDS_FACTOR = 10


def run(size: Size) -> Iterator[Measurement]:
    """Measure each size of page."""
    world = World(seed=2, reports=max(size.reports, 120), carriers=("page",))
    pages = [report_page(report) for report in world.reports]
    for kilobytes in PAGE_KILOBYTES:
        sized_pages = pages_nearest_size(pages, kilobytes)
        read_seconds, extract_seconds = measure_alternately(
            size.rounds * ROUNDS_FACTOR,
            partial(apply_to_all, read_report, sized_pages),
            partial(apply_to_all, extract_text, sized_pages),
        )
        yield Measurement(
            label=f"read, HTML of {kilobytes} KB",
            value=len(sized_pages) / read_seconds,
            unit="reports/s",
            compared_with="trafilatura.extract",
            compared_value=len(sized_pages) / extract_seconds,
            floor=f"read_{kilobytes}",
        )


def pages_nearest_size(pages: Sequence[bytes], kilobytes: int) -> list[bytes]:
    """Return the few pages whose size is nearest to `kilobytes`."""
    return sorted(pages, key=lambda page: abs(len(page) - kilobytes * 1000))[:PAGES_PER_SIZE]


def apply_to_all(work: Callable[[bytes], object], pages: Sequence[bytes]) -> None:
    for page in pages:
        work(page)


def read_report(data: bytes) -> object:
    return parse_document(Document(data=data, name="report.html"))


def extract_text(data: bytes) -> object:
    return trafilatura.extract(data.decode())
