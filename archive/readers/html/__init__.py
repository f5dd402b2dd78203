"""Reads HTML pages: the report's container, its tables with expanded spans, its prose."""

from __future__ import annotations

from archive.readers.html.dom import DomTable, DomWalk, cell_text
from archive.readers.html.page import parse_html, parse_markup, parse_page, read_page
from archive.readers.html.report_splitter import first_report_only
from archive.readers.html.tables import TableReader

__all__ = [
    "DomTable",
    "DomWalk",
    "TableReader",
    "cell_text",
    "first_report_only",
    "parse_html",
    "parse_markup",
    "parse_page",
    "read_page",
]
