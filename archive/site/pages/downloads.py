"""Builds the URL that downloads all rows of a table page as CSV."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request

# Parameters that concern the page (which part of it, which counts next to it), not the rows.
_PAGE_PARAMETERS = ("_next", "_size", "_facet", "_nofacet", "_nocount", "_shape", "_labels")


def csv_url(request: Request) -> str:
    """URL of a CSV file with all rows that match the filters of a table page, in its order."""
    parameters = parse_qsl(request.query_string)
    kept = [(key, value) for key, value in parameters if not key.startswith(_PAGE_PARAMETERS)]
    return f"{request.path}.csv?{urlencode([*kept, ('_stream', 'on'), ('_size', 'max'), ('_dl', 'on')])}"
