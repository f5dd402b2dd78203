"""The ordinary download handler behind the guard: plain HTTP at Scrapy's full speed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Request, Response

from crawler.config import Config
from crawler.download.resolver import GuardedResolver
from crawler.politeness import blocked_hosts_of, rate_limiter_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def guarded_resolver() -> GuardedResolver:
    """The resolver that stands in the reactor; RuntimeError when the guard was left out of the settings."""
    from twisted.internet import reactor  # importing it earlier would install one

    resolver = reactor.nameResolver
    if not isinstance(resolver, GuardedResolver):
        raise RuntimeError("域名解析没有经过守卫：TWISTED_DNS_RESOLVER 被改动")
    return resolver


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Refuses what the guard refuses, by its name, before and after the name is looked up."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.guard = Config.from_settings(crawler.settings).guard

    async def download_request(self, request: Request) -> Response:
        """The response, or `RefusedAddress` where Twisted only knows that a name has no address."""
        self.guard.check_url(request.url)
        politeness = rate_limiter_of(self.crawler)
        async with politeness.slot(request):
            blocked_hosts_of(self.crawler).raise_if_blocked(request.url)
            response = await self._download(request)
            politeness.on_response(request, response)
        return response

    async def _download(self, request: Request) -> Response:
        resolver = guarded_resolver()
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            refusal = resolver.refusal_of(urlsplit(request.url).hostname or "")
            if refusal:
                raise refusal from error
            raise
