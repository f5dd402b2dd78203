"""Addresses of files that hold every row of what a page shows."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request

# What belongs to the page (which part of it, which statistics beside it), not to its rows.
_PAGE_PARAMETERS = ("_next", "_size", "_facet", "_nofacet", "_nocount", "_shape", "_labels")


def csv_url(request: Request) -> str:
    """All rows behind a table page, with its conditions and order, as a CSV to save."""
    asked = parse_qsl(request.query_string)
    kept = [(key, value) for key, value in asked if not key.startswith(_PAGE_PARAMETERS)]
    return f"{request.path}.csv?{urlencode([*kept, ('_stream', 'on'), ('_size', 'max'), ('_dl', 'on')])}"
