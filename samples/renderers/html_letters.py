"""A page whose editor put every character into a span of its own."""

from __future__ import annotations

import re

from samples.renderers.html import fragment, framed
from samples.report import SampleReport

_TEXT = re.compile(r">([^<>]+)<")
# A character reference is one character.
_CHARACTER = re.compile(r"&#?\w+;|\S")


def render(report: SampleReport) -> bytes:
    """The report with a span for each character; blanks stay between them."""
    return framed(report.outline.title, _TEXT.sub(_lettered, fragment(report)))


def _lettered(match: re.Match[str]) -> str:
    return ">" + _CHARACTER.sub(r'<span lang="EN-US">\g<0></span>', match[1]) + "<"
