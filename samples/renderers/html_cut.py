"""A page whose table 3 is two tables: the editor pasted it from a file in which it crosses a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from samples.outline import Outline, Part
from samples.renderers.html import body, framed
from samples.report import SampleReport

# Rows that stay with the header, rows that are left for the second table.
_FIRST_CUT, _LAST_CUT = 6, 3


def render(report: SampleReport) -> bytes:
    """The report with table 3 cut between two rows, the second piece without a header."""
    random = Random(f"cut/{report.key}")
    outline = report.outline
    return framed(outline.title, body(_cut(outline, random), report.style))


def _cut(outline: Outline, random: Random) -> Outline:
    return replace(outline, parts=tuple(piece for part in outline.parts for piece in _pieces(part, random)))


def _pieces(part: Part, random: Random) -> Iterator[Part]:
    """The part as it is; a cut one is followed by the rest of its table, without a heading."""
    if part.key != "requests" or part.sheet is None:
        yield part
        return
    first, second = part.sheet.cut(random.randint(_FIRST_CUT, len(part.sheet.lines) - _LAST_CUT))
    yield replace(part, sheet=first)
    yield Part(part.key, "", (), second)
