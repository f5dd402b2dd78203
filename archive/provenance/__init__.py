"""Traces reports and figures back to the archived bytes that they were read from."""

from __future__ import annotations

from archive.provenance.explain import Explanation, FigureOrigin, explain
from archive.provenance.html import explanation_html
from archive.provenance.lookup import NotFound

__all__ = [
    "Explanation",
    "FigureOrigin",
    "NotFound",
    "explain",
    "explanation_html",
]
