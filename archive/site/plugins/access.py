"""Datasette plugin: only the tables of the schema are public."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.hookspecs import hookimpl
from datasette.utils.asgi import Forbidden, Request

from archive.database import load_schema
from archive.site.app import Response

Routes = list[tuple[str, Callable[..., Awaitable[Any]]]]

# Search engines may index reports and tables, but not every combination of filters.
_ROBOTS_TXT = "User-agent: *\nDisallow: /*?\nDisallow: /*.csv\nDisallow: /*.json\n"


@hookimpl
def register_routes() -> Routes:
    """Refuse the debug pages, which show paths and versions, and the database file."""
    return [(r"/-/(?!static/)", _refuse), (r"/[^/]+\.db$", _refuse), (r"/robots\.txt$", _robots_txt)]


@hookimpl
def permission_allowed(action: str, resource: object) -> bool | None:
    """Refuse all tables outside the schema: search indexes, tables of SQLite and of sqlite-utils."""
    if action == "view-table" and isinstance(resource, tuple) and resource[1] not in _public_tables():
        return False
    return None


def _public_tables() -> set[str]:
    return {table.name for table in load_schema().tables}


async def _refuse(request: Request) -> Any:
    raise Forbidden(request.path)


async def _robots_txt() -> Any:
    return Response.text(_ROBOTS_TXT)
