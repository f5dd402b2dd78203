"""Redirect middlewares that follow redirects as browsers do, and name those that lead nowhere.

Scrapy's own fail on addresses such as `javascript:…` or `http://a b/`, and on charsets that do not exist.
Here such an address costs the one page: a `Location` is kept as the response that it is or refused by the
guard, a refresh of a page without content becomes `RedirectFailed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

from scrapy.downloadermiddlewares.redirect import (
    BaseRedirectMiddleware,
    MetaRefreshMiddleware,
    RedirectMiddleware,
)
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.http.cookies import CookieJar

from archive.model import Outcome
from archive.text import decode_text
from crawler.guard import is_host_name
from crawler.pages import Page, absolute_url, find_refresh, has_little_content, url_host
from crawler.request_exceptions import RedirectFailed
from crawler.request_meta import META_COOKIES, META_REDIRECT_URLS

if TYPE_CHECKING:
    from scrapy.http import Request, Response

# A refresh is in the head of a page; the heads of some portals are long.
_REFRESH_SCAN_BYTES = 4 * 4096
_REFRESH_REASON = "meta refresh"
_ASCII_BYTES = bytes(range(0x80))


class _CircleMiddleware(BaseRedirectMiddleware):
    """Follows a redirect in a circle once with the cookies that were set on the way, then no more."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        """Return the request for the target; raises `RedirectFailed` if it leads back or on and on."""
        jar: CookieJar | None = request.meta.get(META_COOKIES)
        if redirected.url in (request.url, *request.meta.get(META_REDIRECT_URLS, ())):
            if jar and "Cookie" in request.headers:
                raise RedirectFailed(
                    Outcome.REDIRECT_LOOP, f"转回 {redirected.url}，带上它设的 Cookie 仍然如此"
                )
            if jar:
                jar.add_cookie_header(redirected)
            elif reason == _REFRESH_REASON:
                raise RedirectFailed(Outcome.REDIRECT_LOOP, f"转回 {redirected.url}")
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            detail = f"重定向 {self.max_redirect_times} 次仍未到达，最后到 {redirected.url}"
            raise RedirectFailed(Outcome.REDIRECT_LOOP, detail) from error


class WebRedirectMiddleware(_CircleMiddleware, RedirectMiddleware):
    """Follows redirects as Scrapy does, except to other than web addresses: these responses are kept."""

    # Scrapy is removing the argument `spider` and warns about methods that still have it.
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request for the target, or the response unchanged."""
        location = response.headers.get("Location")
        if not location or not absolute_url(request.url, _to_text(location)):
            return response
        _keep_cookies(request, response)
        response.headers["Location"] = _to_text(location)
        return super().process_response(request, response)


class WebRefreshMiddleware(_CircleMiddleware, MetaRefreshMiddleware):
    """Follows meta refresh, without parsing the many pages that cannot have one."""

    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request for the target, or the response unchanged.

        Raises `RedirectFailed` if the target cannot be requested and the page itself says nothing.
        """
        page = _page_with_refresh(request, response)
        refresh = find_refresh(page) if page else None
        if page is None or refresh is None or refresh.seconds >= self._maxdelay:
            return response
        try:
            url = page.absolute_url(refresh.target)
            if not is_host_name(url_host(url)):
                raise RedirectFailed(Outcome.REFUSED_GUARD, f"转向的网址不能用：{refresh.target[:300]}")
            _keep_cookies(request, response)
            return self._redirect(
                self._redirect_request_using_get(request, response, url), request, _REFRESH_REASON
            )
        except RedirectFailed:
            if has_little_content(page):
                raise
            return response


def _to_text(location: bytes) -> str:
    """Return the value of a header; what is no UTF-8 is escaped, so that its bytes are sent as they came."""
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return quote_from_bytes(location, _ASCII_BYTES)


def _page_with_refresh(request: Request, response: Response) -> Page | None:
    """Return the page of a response that may have a refresh, None for all others."""
    head = response.body[:_REFRESH_SCAN_BYTES].lower()
    # A zero byte: perhaps UTF-16, in which the word has other bytes.
    may_have_refresh = b"refresh" in head or b"\0" in head
    if not may_have_refresh or not isinstance(response, HtmlResponse) or request.method == "HEAD":
        return None
    declared = (response.headers.get("Content-Type") or b"").decode("latin-1")
    text, encoding = decode_text(response.body, declared)
    return Page(response.url, text, encoding=encoding)


def _keep_cookies(request: Request, response: Response) -> None:
    """Keep the cookies of a redirect for the case that it leads back."""
    if "Set-Cookie" in response.headers:
        jar: CookieJar = request.meta.setdefault(META_COOKIES, CookieJar())
        jar.extract_cookies(response, request)
