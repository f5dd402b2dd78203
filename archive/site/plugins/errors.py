"""Datasette plugin: error pages and JSON errors in Chinese, without internal details."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from json import JSONDecodeError
from typing import Any

from datasette.hookspecs import hookimpl
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError

from archive.presentation import label, label_maps
from archive.site.app import Response

_JSON_CONTENT_TYPE = "application/json; charset=utf-8"
_LOG = logging.getLogger("gongkai.site")

# Datasette's own handler prints all frames with variables for each 404 and shows visitors the text of a 500.
pm.unregister(name="datasette.handle_exception")


@hookimpl
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """Answer with an error page, or with JSON if JSON was requested."""

    async def respond() -> Any:
        status = _response_status(exception)
        if status >= 500:
            _LOG.error("处理 %s 时出错", request.full_path, exc_info=exception)
        return await _error_response(datasette, request, status)

    return respond


@hookimpl
def forbidden(datasette: Any, request: Request) -> Callable[[], Awaitable[Any]]:
    """Answer with error 403 for what is not public."""

    async def respond() -> Any:
        return await _error_response(datasette, request, 403)

    return respond


def _response_status(exception: Exception) -> int:
    """400 for a mistake in the request, 500 for an error of the site."""
    if isinstance(exception, JSONDecodeError):
        # Datasette parses JSON only from the URL: `?_through=`, `?id__in=[`.
        return 400
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    # Datasette raises its own error with 500 for mistakes in the request.
    is_bad_request = isinstance(exception, DatasetteError) and status == 500
    return 400 if is_bad_request or str(status) not in label_maps()["error"] else status


async def _error_response(datasette: Any, request: Request, status: int) -> Any:
    title, text = label("error", status), label("error_text", status)
    if request.path.endswith(".json"):
        payload = {"ok": False, "status": status, "title": title, "error": text}
        return Response(json.dumps(payload, ensure_ascii=False), status, content_type=_JSON_CONTENT_TYPE)
    page = {"status": status, "title": title, "error": text}
    html = await datasette.render_template(["error.html"], page, request=request)
    return Response.html(html, status=status)
