"""What a visitor may ask: requests are put in order before Datasette sees them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from archive.site.app.asgi import App, Receive, Scope, Send, send_response

_ALLOWED_METHODS = ("GET", "HEAD", "OPTIONS")
# Nobody signs in here, so nothing in these may change an answer; a malformed cookie is a 500 in Datasette.
_CREDENTIAL_HEADERS = (b"cookie", b"authorization")
# Switches of Datasette that change how a page is made, not what it shows. `_searchmode=raw` would pass by the
# segmentation of Chinese text, `_timelimit=x` is a 500, `_ttl` is a foreigner's hand on our cache headers.
_BLOCKED_PARAMETERS = {"_searchmode", "_fts_table", "_fts_pk", "_timelimit", "_ttl", "_trace", "_context"}


def enforce_read_only(app: App) -> App:
    """`app`, asked only with methods that read, without credentials, and with an orderly query string."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["method"] not in _ALLOWED_METHODS:
            await send_response(
                send, 405, "本站只供查阅，不接受提交。", ((b"allow", ", ".join(_ALLOWED_METHODS).encode()),)
            )
        else:
            await app(sanitize_scope(scope), receive, send)

    return wrapped


def sanitize_scope(scope: Scope) -> Scope:
    """A copy of `scope` as Datasette should see it."""
    query = sanitize_query(scope["path"], scope["query_string"].decode("latin-1"))
    headers = [(key, value) for key, value in scope["headers"] if key not in _CREDENTIAL_HEADERS]
    return {**scope, "query_string": query.encode("latin-1"), "headers": headers}


def sanitize_query(path: str, query: str) -> str:
    """`query` as Datasette should see it.

    A CSV holds every row unless a page was asked for: Datasette alone stops at `max_returned_rows` without a
    word.
    """
    pairs = [
        (key, value)
        for key, value in parse_qsl(query, keep_blank_values=True)
        if key not in _BLOCKED_PARAMETERS
    ]
    if path.endswith(".csv"):
        asked = {key for key, _ in pairs}
        if not asked & {"_stream", "_next", "_size"}:
            pairs.append(("_stream", "on"))
        if "_size" not in asked and "_next" not in asked:
            pairs.append(("_size", "max"))
    return urlencode(pairs)
