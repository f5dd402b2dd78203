"""Datasette plugin: wraps the app with the request and response policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.hookspecs import hookimpl

from archive.site.app import (
    App,
    enforce_read_only,
    site_version,
    with_etag,
    with_safe_csv,
    with_security_headers,
)

_DATABASE_NAME = "archive"


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """The security headers are outermost, so that refused requests have them too."""

    def wrap(app: App) -> App:
        return with_security_headers(
            enforce_read_only(with_etag(with_safe_csv(app), _content_version(datasette)))
        )

    return wrap


def _content_version(datasette: Any) -> str:
    """Version of the release and of the site's files; "" if the database may change at any time."""
    database = datasette.databases.get(_DATABASE_NAME)
    release = database.hash if database else None
    return f"{release} {site_version()}" if release else ""
