"""Portals written after real systems by people who have not seen the crawler, with their known reports.

They are frozen: a portal is changed only if it does not do what its system does, never to fit the crawler.
"""

from __future__ import annotations

from bench.portals.known_systems import PORTALS as _KNOWN_SYSTEMS
from bench.portals.other_systems import PORTALS as _OTHER_SYSTEMS
from bench.portals.portal_model import ForeignPortal, KnownReport, Request, Response
from bench.portals.server import RunningPortals, serve_portals

PORTALS: tuple[ForeignPortal, ...] = (*_KNOWN_SYSTEMS, *_OTHER_SYSTEMS)
"""Those of systems that the crawler knows a family for, then those of other systems."""

__all__ = [
    "PORTALS",
    "ForeignPortal",
    "KnownReport",
    "Request",
    "Response",
    "RunningPortals",
    "serve_portals",
]
