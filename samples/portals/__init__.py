"""Portals of the sample web: one file a family of portal software."""

from __future__ import annotations

from samples.portals.generic import PORTAL_BUILDERS
from samples.portals.response import SampleResponse
from samples.portals.site import HTML_TYPE, Article, Portal, Resource, Site

__all__ = [
    "HTML_TYPE",
    "PORTAL_BUILDERS",
    "Article",
    "Portal",
    "Resource",
    "SampleResponse",
    "Site",
]
