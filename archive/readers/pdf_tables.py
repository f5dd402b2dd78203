"""Ruled tables of a PDF as placed cells, without the frames and shadings that only surround prose."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from archive.model import Cell
from archive.readers import titles
from archive.readers.frames import is_prose

# Nothing in a report is drawn with more strokes; finding tables takes more than linear time in them.
_MOST_STROKES = 12000
_CAPTION = 24
_FULL = 0.97
_SLACK = 1.0
# pdfminer meets broken files with whatever its code runs into.
_BROKEN = (
    PDFException,
    MalformedPDFException,
    PdfminerException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
)
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Box:
    """One ruled cell, in points from the top left, and its text."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Region:
    """A table on one page: the room that it takes, and its cells."""

    x0: float
    top: float
    x1: float
    bottom: float
    cells: tuple[Cell, ...]


def tables(data: bytes, pages: Sequence[int]) -> tuple[dict[int, list[Region]], list[int]]:
    """The tables of the named pages (counted from 0), and the pages whose tables could not be read."""
    found: dict[int, list[Region]] = {}
    failed: list[int] = []
    if not pages:
        return found, failed
    try:
        with pdfplumber.open(BytesIO(data), pages=[number + 1 for number in pages]) as pdf:
            for page in pdf.pages:
                regions = _on_page(page)
                number = page.page_number - 1
                if regions is None:
                    failed.append(number)
                else:
                    found[number] = regions
                page.close()
    except _BROKEN:
        failed = list(pages)
    return found, failed


def _on_page(page: Page) -> list[Region] | None:
    """The tables of a page, or None when they cannot be read."""
    try:
        if len(page.rects) + len(page.lines) + len(page.curves) > _MOST_STROKES:
            return None
        return [region for table in page.find_tables() for region in _regions(table)]
    except _BROKEN:
        return None


def _regions(table: Table) -> Iterator[Region]:
    """The parts of a ruled area that are tables: runs of rows without those that hold only prose."""
    boxes = _boxes(table)
    tops = sorted({box.top for box in boxes})
    x0, _, x1, _ = table.bbox
    rows = [[box for box in boxes if box.top == top] for top in tops]
    alone = [_is_alone(row, boxes, (x1 - x0) * _FULL) for row in rows]
    prose = set(_prose(rows, alone))
    run: list[Box] = []
    for number, row in enumerate(rows):
        if number in prose:
            yield from _region(run)
            run = []
        else:
            run += row
    yield from _region(run)


def _boxes(table: Table) -> list[Box]:
    texts = table.extract()
    return [
        Box(*cell, (text or "").strip())
        for row, row_texts in zip(table.rows, texts, strict=True)
        for cell, text in zip(row.cells, row_texts, strict=True)
        if cell is not None
    ]


def _is_alone(row: Sequence[Box], boxes: Sequence[Box], width: float) -> bool:
    """Whether the row is one cell over the whole width that nothing from above reaches into."""
    if len(row) != 1 or row[0].x1 - row[0].x0 < width:
        return False
    top = row[0].top
    return not any(box.top < top < box.bottom - _SLACK for box in boxes)


def _prose(rows: Sequence[Sequence[Box]], alone: Sequence[bool]) -> Iterator[int]:
    """Rows that are lines of prose with a shading or a frame behind each, as in a real report of 2024.

    Three such rows on end are prose, except a caption that stands right on the table; one or two are, when
    they read as such.
    """
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and alone[end]:
            end += 1
        for number in range(start, end):
            text = rows[number][0].text
            is_caption = (
                number == end - 1 < len(rows) - 1 and len(text) <= _CAPTION and not titles.is_title(text)
            )
            if is_prose(text) or (end - start > 2 and not is_caption):
                yield number
        start = max(end, start + 1)


def _region(boxes: Sequence[Box]) -> Iterator[Region]:
    """The cells of a run of rows, placed in the grid that their edges draw; one column is no table."""
    lefts = sorted({box.x0 for box in boxes})
    tops = sorted({box.top for box in boxes})
    if len(lefts) < 2 or not any(box.text for box in boxes):
        return
    cells = tuple(
        Cell(
            box.text,
            tops.index(box.top),
            lefts.index(box.x0),
            max(1, sum(box.top <= top < box.bottom - _SLACK for top in tops)),
            max(1, sum(box.x0 <= left < box.x1 - _SLACK for left in lefts)),
        )
        for box in sorted(boxes, key=lambda box: (box.top, box.x0))
    )
    yield Region(lefts[0], tops[0], max(box.x1 for box in boxes), max(box.bottom for box in boxes), cells)
