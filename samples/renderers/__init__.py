"""Printing a sample report: one file a format."""

from __future__ import annotations

from collections.abc import Callable

from samples.renderers import docx, pdf
from samples.renderers.html import paragraphs_html, report_html, report_page
from samples.reports import SampleReport

__all__ = [
    "paragraphs_html",
    "report_html",
    "report_page",
]

RENDERERS: dict[str, Callable[[SampleReport], bytes]] = {"docx": docx.render, "pdf": pdf.render}
"""What prints a report as a file of its own, by the file's suffix."""
