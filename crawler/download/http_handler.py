"""Download handler for plain HTTP that checks the guard, the rate limiter and blocked hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError
from scrapy.http import Request, Response

from archive.model import translate
from crawler.config import Config
from crawler.download.resolver import GuardedResolver
from crawler.politeness import blocked_hosts_of, rate_limiter_of, robots_middleware_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_HTTP_STATUSES = range(100, 1000)


def guarded_resolver() -> GuardedResolver:
    """Return the reactor's resolver; raises RuntimeError if it is not the guarded one of the settings."""
    from twisted.internet import reactor  # importing it earlier would install one

    resolver = reactor.nameResolver
    if not isinstance(resolver, GuardedResolver):
        raise RuntimeError(translate("域名解析没有经过守卫：TWISTED_DNS_RESOLVER 被改动"))
    return resolver


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Refuses what the guard refuses, before and after the host name is resolved."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.guard = Config.from_settings(crawler.settings).guard

    async def download_request(self, request: Request) -> Response:
        """Return the response; raises `RefusedAddress` where Twisted only reports an unknown host name."""
        robots_middleware_of(self.crawler)  # no request is made without it
        self.guard.check_url(request.url)
        limiter = rate_limiter_of(self.crawler)
        async with limiter.slot(request):
            blocked_hosts_of(self.crawler).raise_if_blocked(request.url)
            response = await self._download(request)
            limiter.on_response(request, response)
        return response

    async def _download(self, request: Request) -> Response:
        resolver = guarded_resolver()
        try:
            response = await super().download_request(request)
        except CannotResolveHostError as error:
            refusal = resolver.refusal_of(urlsplit(request.url).hostname or "")
            if refusal:
                raise refusal from error
            raise
        if response.status not in _HTTP_STATUSES:
            raise DownloadFailedError(f"HTTP 状态码 {response.status} 不存在")
        return response
