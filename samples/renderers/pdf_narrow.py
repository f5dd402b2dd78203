"""A PDF whose value columns are so narrow that a number breaks over two lines."""

from __future__ import annotations

from samples.renderers.pdf import printed
from samples.report import SampleReport

# The labels take three quarters of the room: two digits fit beside the padding of a cell, not three.
_WIDTHS = (0.12, 0.2, 0.4) + (0.04,) * 7


def render(report: SampleReport) -> bytes:
    """The report as .pdf with narrow columns of figures."""
    return printed(report, _WIDTHS)
