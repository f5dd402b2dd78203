"""The ASGI application: one Datasette per release, and the policies for requests and responses."""

from __future__ import annotations

from archive.site.app.asgi import App
from archive.site.app.datasette_api import Response, fetch_rows
from archive.site.app.release_switcher import ReleaseSwitcher
from archive.site.app.request_policy import enforce_read_only
from archive.site.app.response_policy import with_etag, with_safe_csv, with_security_headers
from archive.site.app.version import site_version

__all__ = [
    "App",
    "ReleaseSwitcher",
    "Response",
    "enforce_read_only",
    "fetch_rows",
    "site_version",
    "with_etag",
    "with_safe_csv",
    "with_security_headers",
]
