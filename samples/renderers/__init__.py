"""Renders sample reports, one module for each file format."""

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
"""Renderers for attachments, by file suffix."""
