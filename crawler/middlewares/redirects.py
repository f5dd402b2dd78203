"""Redirects to web addresses alone: Scrapy's own middleware fails on what is none, such as `javascript:…`.

And those that a page asks for by a `<meta>`, looked for only where there may be one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware

from crawler.pages import absolute_url

if TYPE_CHECKING:
    from scrapy.http import Request, Response

# Scrapy looks for a refresh in the first 4,096 characters of a page; in UTF-8 they have at most these bytes.
_REFRESH_SCAN_BYTES = 4 * 4096


class WebRedirectMiddleware(RedirectMiddleware):
    """Follows a redirect as Scrapy does; an answer that leads to no web address is passed on as it is."""

    # Scrapy is giving up the spider as an argument, and warns who still takes it.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Scrapy's hook: a new request, or the response."""
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        if location and not absolute_url(request.url, location):
            return response
        return super().process_response(request, response)


class WebRefreshMiddleware(MetaRefreshMiddleware):
    """Follows a refresh as Scrapy does, and does not decode all those pages that cannot hold one."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Scrapy's hook: a new request, or the response."""
        head = response.body[:_REFRESH_SCAN_BYTES].lower()
        # A zero byte: UTF-16, in which no word can be told by its bytes.
        if b"refresh" not in head and b"\0" not in head:
            return response
        return super().process_response(request, response)
