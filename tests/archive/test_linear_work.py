"""The work of reading grows no faster than the text: executed instructions are counted, not time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any

import pytest

from archive.model import Document, ReportError
from archive.parse import parse_document
from archive.text import find_date

HEADINGS = "".join(
    f"<h2>{title}</h2>"
    for title in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
)
TABLE = "<table><tr><td>规章</td><td>0</td></tr></table>"
PAGE = f"<html><body>{HEADINGS}<div>{{}}</div></body></html>"
PIECES = {
    "headings": HEADINGS,
    "reports": HEADINGS + TABLE,
    "labels": "<p>（一）予以公开</p><p>1</p>",
    "marks": "<del>1</del><sup>2</sup>",
    "known containers": "<div id='zoom'>条目</div>",
}


def read_page(text: str) -> object:
    with suppress(ReportError):
        return parse_document(
            Document(f"<html><body>{HEADINGS}<div>{text}</div></body></html>".encode(), "a.html")
        )
    return None


def count_instructions(work: Callable[[], object]) -> int:
    """Return how many instructions of Python code `work` executes."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(previous)
    return count


def growth(read: Callable[[str], object], piece: str, number: int) -> float:
    """Return the work of a text's second half by that of its second quarter: 2 is linear, 4 quadratic."""
    for size in (1, number):
        read(piece * size)
    quarter, half, whole = (
        count_instructions(partial(read, piece * size)) for size in (number, 2 * number, 4 * number)
    )
    return (whole - half) / (half - quarter)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_reading_a_page_is_linear(piece: str) -> None:
    assert growth(read_page, piece, 60) < 2.6


@pytest.mark.parametrize("piece", ["2023年13月40日", "二〇二三年十三月四十日"])
def test_a_date_is_searched_in_linear_work(piece: str) -> None:
    assert find_date(piece * 50) is None
    assert growth(find_date, piece, 200) < 2.6
