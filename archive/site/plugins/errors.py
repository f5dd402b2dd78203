"""Errors in Chinese, with the page around them, and nothing of our insides."""

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

# Datasette's own handler prints every frame's variables for each 404, and shows visitors a 500's text.
pm.unregister(name="datasette.handle_exception")


@hookimpl
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """A page, or JSON where JSON was asked for."""

    async def inner() -> Any:
        status = _response_status(exception)
        if status >= 500:
            _LOG.error("处理 %s 时出错", request.full_path, exc_info=exception)
        return await _error_response(datasette, request, status)

    return inner


@hookimpl
def forbidden(datasette: Any, request: Request) -> Callable[[], Awaitable[Any]]:
    """The same for what is not open to the public."""

    async def inner() -> Any:
        return await _error_response(datasette, request, 403)

    return inner


def _response_status(exception: Exception) -> int:
    """400 for what the visitor asked wrongly, 500 for what is ours."""
    if isinstance(exception, JSONDecodeError):
        # Datasette reads JSON from nowhere but the address: `?_through=`, `?id__in=[`.
        return 400
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    complaint = isinstance(exception, DatasetteError) and status == 500
    return 400 if complaint or str(status) not in label_maps()["error"] else status


async def _error_response(datasette: Any, request: Request, status: int) -> Any:
    title, text = label("error", status), label("error_text", status)
    if request.path.endswith(".json"):
        payload = {"ok": False, "status": status, "title": title, "error": text}
        return Response(json.dumps(payload, ensure_ascii=False), status, content_type=_JSON_CONTENT_TYPE)
    page = {"status": status, "title": title, "error": text}
    html = await datasette.render_template(["error.html"], page, request=request)
    return Response.html(html, status=status)
