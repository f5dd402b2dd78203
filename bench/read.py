"""`gongkai read` on HTML of 7 and 40 KB, beside `trafilatura.extract` of the same pages.

trafilatura gives a page's text; `read` gives identity, sections, some 200 figures and their checks. The ratio
says what that costs, in reports a second of one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import trafilatura

from archive.model import Document
from archive.parse import parse
from bench.measure import Measured, Size, in_turn
from samples.renderers.html import page
from samples.world.world import World

KILOBYTES = (7, 40)
PAGES = 8
# A page takes milliseconds: with few turns one hiccup of the machine is the whole result.
MORE_TURNS = 5


def run(size: Size) -> Iterator[Measured]:
    """One line for each size of page."""
    world = World(seed=2, reports=max(size.reports, 120), carriers=("page",))
    pages = [page(report) for report in world.reports]
    for kilobytes in KILOBYTES:
        chosen = nearest(pages, kilobytes)
        ours, theirs = in_turn(
            size.turns * MORE_TURNS, partial(each, read, chosen), partial(each, extract, chosen)
        )
        yield Measured(
            what=f"read, HTML of {kilobytes} KB",
            value=len(chosen) / ours,
            unit="reports/s",
            beside="trafilatura.extract",
            other=len(chosen) / theirs,
            floor=f"read_{kilobytes}",
        )


def nearest(pages: Sequence[bytes], kilobytes: int) -> list[bytes]:
    """The few pages whose size is nearest to what is asked for."""
    return sorted(pages, key=lambda one: abs(len(one) - kilobytes * 1000))[:PAGES]


def each(work: Callable[[bytes], object], pages: Sequence[bytes]) -> None:
    for one in pages:
        work(one)


def read(data: bytes) -> object:
    return parse(Document(data=data, name="report.html"))


def extract(data: bytes) -> object:
    return trafilatura.extract(data.decode())
