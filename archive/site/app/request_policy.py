"""Restricts requests to read-only methods and safe parameters before Datasette sees them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from archive.model import translate
from archive.site.app.asgi import App, Receive, Scope, Send, send_response

_ALLOWED_METHODS = ("GET", "HEAD", "OPTIONS")
# There are no user accounts, so these must not affect a response; a malformed cookie is a 500 in Datasette.
_CREDENTIAL_HEADERS = (b"cookie", b"authorization")
# Parameters of Datasette that change how a page is made, not what it shows. `_searchmode=raw` would bypass
# the segmentation of Chinese text, `_timelimit=x` is a 500, `_ttl` would let visitors set our cache headers.
_BLOCKED_PARAMETERS = {"_searchmode", "_fts_table", "_fts_pk", "_timelimit", "_ttl", "_trace", "_context"}


def enforce_read_only(app: App) -> App:
    """Wrap `app`: other methods are refused with 405; credentials and unsafe parameters are removed."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["method"] not in _ALLOWED_METHODS:
            allow = ((b"allow", ", ".join(_ALLOWED_METHODS).encode()),)
            await send_response(send, 405, translate("本站只供查阅，不接受提交。"), allow)
        else:
            await app(sanitize_scope(scope), receive, send)

    return wrapped


def sanitize_scope(scope: Scope) -> Scope:
    """A copy of `scope` without credentials and unsafe parameters."""
    query = sanitize_query(scope["path"], scope["query_string"].decode("latin-1"))
    headers = [(key, value) for key, value in scope["headers"] if key not in _CREDENTIAL_HEADERS]
    return {**scope, "query_string": query.encode("latin-1"), "headers": headers}


def sanitize_query(path: str, query: str) -> str:
    """`query` without unsafe parameters.

    A CSV contains every row unless one page was asked for; Datasette would stop at `max_returned_rows`
    without notice.
    """
    pairs = [
        (key, value)
        for key, value in parse_qsl(query, keep_blank_values=True)
        if key not in _BLOCKED_PARAMETERS
    ]
    if path.endswith(".csv"):
        keys = {key for key, _ in pairs}
        if not keys & {"_stream", "_next", "_size"}:
            pairs.append(("_stream", "on"))
        if "_size" not in keys and "_next" not in keys:
            pairs.append(("_size", "max"))
    return urlencode(pairs)
