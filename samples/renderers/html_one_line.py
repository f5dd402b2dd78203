"""A page without a line feed: the prose between two tables is one paragraph, headings and all.

Seen at haining.gov.cn: a report whose text has no breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from samples.outline import Outline
from samples.renderers.html import framed, styles, table
from samples.report import SampleReport


def render(report: SampleReport) -> bytes:
    """The report in one line of markup, headings inside the paragraphs."""
    outline = report.outline
    return framed(outline.title, "".join(_runs(outline, styles()[report.style]))).replace(b"\n", b"")


def _runs(outline: Outline, style: dict[str, str]) -> Iterator[str]:
    run = [*outline.front]
    for part in outline.parts:
        run += [part.heading, *part.lines]
        if part.sheet:
            yield _paragraph(run, style) + table(part.sheet, style)
            run = []
    yield _paragraph([*run, *outline.signature], style)


def _paragraph(run: list[str], style: dict[str, str]) -> str:
    return style["paragraph"].format(text=escape(" ".join(run), quote=False))
