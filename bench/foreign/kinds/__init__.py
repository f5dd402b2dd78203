"""The kinds of document: which programs print the markup, and into which format."""

from __future__ import annotations

from bench.foreign.kinds.html import list_html_kinds
from bench.foreign.kinds.kind import Job, Kind
from bench.foreign.kinds.office import list_office_kinds
from bench.foreign.kinds.printed import list_print_kinds
from bench.foreign.kinds.text import list_text_kinds

__all__ = [
    "Job",
    "Kind",
    "list_html_kinds",
    "list_office_kinds",
    "list_print_kinds",
    "list_text_kinds",
]
