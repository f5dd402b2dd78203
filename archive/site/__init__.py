"""The public site: Datasette's templates, plugins and static files, and what they are made with."""

from __future__ import annotations

from archive.site.server import PortInUse, run_in_thread, serve

__all__ = [
    "PortInUse",
    "run_in_thread",
    "serve",
]
