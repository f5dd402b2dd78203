"""A page of two tabs, a report in each: last year's behind the one that is shown."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from samples.renderers.html import fragment, framed
from samples.report import Manner, SampleReport, write_reports

_SEED = 2


def render(report: SampleReport) -> bytes:
    """Last year's report, hidden, and in front of the reader this one; only this one is the page's own."""
    return framed(
        report.outline.title,
        f'<div class="tab" style="display:none">{_panel(_before(report))}</div>'
        f'<div class="tab">{_panel(report)}</div>',
    )


def _panel(report: SampleReport) -> str:
    return f"<h2>{escape(report.outline.title)}</h2>\n{fragment(report)}"


def _before(report: SampleReport) -> SampleReport:
    """What the agency published the year before, in other figures than anything else in this world."""
    manner = Manner("brief", "page", report.style)
    (found,) = write_reports(report.agency, range(report.year - 1, report.year), [manner], _SEED)
    return replace(found, style=report.style)
