"""A middleware with errors of its own, at addresses that name them: what a defect of this program is like."""

from __future__ import annotations

from typing import Any

from scrapy.http import Headers, HtmlResponse, Request, Response


class _UnreadableHeaders(Headers):
    """Headers that fail when the callback asks for the type of the page."""

    def get(self, key: Any, def_val: Any = None) -> Any:
        if key == "Content-Type":
            raise RuntimeError("defect in a callback")
        return super().get(key, def_val)


class FailingMiddleware:
    """Fails where the path of a request says so; put between the spider and all other middlewares."""

    def process_request(self, request: Request) -> None:
        """Fail before the request is made."""
        if "/defect-before" in request.url:
            raise TypeError("defect before the request")

    def process_response(self, request: Request, response: Response) -> Response:
        """Fail after the response is archived, or later, in the callback."""
        if "/defect-after" in request.url:
            raise KeyError("defect after the response")
        if "/defect-callback" in request.url:
            page = HtmlResponse(response.url, body=response.body, request=request)
            page.headers = _UnreadableHeaders()
            return page
        return response
