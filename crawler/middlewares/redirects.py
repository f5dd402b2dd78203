"""Redirect middlewares that follow only web addresses and look for meta refresh only where one is possible.

Scrapy's own middleware fails on other addresses, such as `javascript:…`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware

from crawler.pages import absolute_url

if TYPE_CHECKING:
    from scrapy.http import Request, Response

# Scrapy looks for a refresh in the first 4,096 characters of a page: at most so many bytes of UTF-8.
_REFRESH_SCAN_BYTES = 4 * 4096


class WebRedirectMiddleware(RedirectMiddleware):
    """Follows redirects as Scrapy does, except to other than web addresses: these responses are kept."""

    # Scrapy is removing the argument `spider` and warns about methods that still have it.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request for the target, or the response unchanged."""
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        if location and not absolute_url(request.url, location):
            return response
        return super().process_response(request, response)


class WebRefreshMiddleware(MetaRefreshMiddleware):
    """Follows meta refresh as Scrapy does, without decoding the many pages that cannot have one."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request for the target, or the response unchanged."""
        head = response.body[:_REFRESH_SCAN_BYTES].lower()
        # A zero byte: perhaps UTF-16, in which the word has other bytes.
        if b"refresh" not in head and b"\0" not in head:
            return response
        return super().process_response(request, response)
