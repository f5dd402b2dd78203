"""`gongkai read` on HTML of 7 and 40 KB, beside `trafilatura.extract` of the same pages.

trafilatura gives a page's text; `read` gives identity, sections, some 200 figures and their checks. The ratio
says what that costs, in reports a second of one core.
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
# A page takes milliseconds: with few turns one hiccup of the machine is the whole result.
ROUNDS_FACTOR = 5


def run(size: Size) -> Iterator[Measurement]:
    """One line for each size of page."""
    world = World(seed=2, reports=max(size.reports, 120), carriers=("page",))
    pages = [report_page(report) for report in world.reports]
    for kilobytes in PAGE_KILOBYTES:
        chosen = pages_nearest_size(pages, kilobytes)
        ours, theirs = measure_alternately(
            size.rounds * ROUNDS_FACTOR,
            partial(apply_to_all, read_report, chosen),
            partial(apply_to_all, extract_text, chosen),
        )
        yield Measurement(
            label=f"read, HTML of {kilobytes} KB",
            value=len(chosen) / ours,
            unit="reports/s",
            compared_with="trafilatura.extract",
            compared_value=len(chosen) / theirs,
            floor=f"read_{kilobytes}",
        )


def pages_nearest_size(pages: Sequence[bytes], kilobytes: int) -> list[bytes]:
    """The few pages whose size is nearest to what is asked for."""
    return sorted(pages, key=lambda one: abs(len(one) - kilobytes * 1000))[:PAGES_PER_SIZE]


def apply_to_all(work: Callable[[bytes], object], pages: Sequence[bytes]) -> None:
    for one in pages:
        work(one)


def read_report(data: bytes) -> object:
    return parse_document(Document(data=data, name="report.html"))


def extract_text(data: bytes) -> object:
    return trafilatura.extract(data.decode())
