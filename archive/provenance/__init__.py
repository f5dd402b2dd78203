"""The parts of `archive.provenance.explain`: which report and figure is meant, its bytes, reading them again, a page."""

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
