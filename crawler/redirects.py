"""Redirects to web addresses alone: Scrapy's own middleware fails on what is none, such as `javascript:…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from crawler.addresses import absolute

if TYPE_CHECKING:
    from scrapy.http import Request, Response


class WebRedirects(RedirectMiddleware):
    """Follows a redirect as Scrapy does; an answer that leads to no web address is passed on as it is."""

    # Scrapy is giving up the spider as an argument, and warns who still takes it.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Scrapy's hook: a new request, or the response."""
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        if location and not absolute(request.url, location):
            return response
        return super().process_response(request, response)
