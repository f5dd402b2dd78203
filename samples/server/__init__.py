"""Serves the sample portals over HTTP."""

from __future__ import annotations

from samples.server.responses import LoggedRequest
from samples.server.server import RunningWeb, serve

__all__ = [
    "LoggedRequest",
    "RunningWeb",
    "serve",
]
