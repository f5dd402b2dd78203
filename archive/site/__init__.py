"""The public site: Datasette over the current release."""

from __future__ import annotations

from archive.site.server import PortInUse, run_in_thread, serve

__all__ = [
    "PortInUse",
    "run_in_thread",
    "serve",
]
