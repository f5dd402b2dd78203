"""Determines agency, year, dates and scope of a report from all candidates."""

from __future__ import annotations

from archive.extraction.identity.identify import identify, identity_findings

__all__ = [
    "identify",
    "identity_findings",
]
