"""Every request waits for its turn here, next to the wire: pages, files, robots.txt, redirects, retries.

An extension that the download handlers ask, and not a middleware: what waits there is still in its host's
slot, so that Scrapy's scheduler goes on with other hosts meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.http import Request, Response

from crawler.config import Config
from crawler.guard import normalise_host
from crawler.politeness.contact import check_contact
from crawler.politeness.host_slots import HeldSlot
from crawler.politeness.policy import MIN_DELAY, HostBackoff, RatePolicy, RobotsPolicy
from crawler.politeness.slot_pools import SlotPools
from crawler.registry import CHINA_TIME
from crawler.state import SlotRequest

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.registry import Source
from crawler.request_meta import META_ROBOTS, META_TIMING, RequestTiming

_NO_ROBOTS_POLICY = RobotsPolicy("itself")
_DNS_CACHE_SECONDS = 600.0
_MAX_ADDRESSES = 8


class RateLimiter:
    """Who may be asked when. Exact pairs of the guard, this machine's own, may do without pauses."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        config = Config.from_settings(crawler.settings)
        self._guard, self._contact = config.guard, config.contact
        self._policy = RatePolicy.from_settings(crawler.settings)
        self._pairs_share_addresses = crawler.settings.getbool("GONGKAI_PAIRS_SHARE_ADDRESSES")
        self._has_autothrottle = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._sources: dict[str, Source] = {}
        self._address_cache: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._host_locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._host_backoff = HostBackoff()
        self._holder = ""
        self._pools = SlotPools(config, self._policy, self._is_stopping)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The component, waiting for the spider to open; `NoContact`, `NoTurns` before anything is asked."""
        politeness = cls(crawler)
        named: tuple[Source, ...] = getattr(crawler.spider, "sources", None) or ()
        hosts = {host for source in named for host in source.all_hosts()}
        politeness.check_contact(sorted(hosts))
        for host in hosts:
            politeness._pools.for_host(host)
        crawler.signals.connect(politeness.spider_opened, signals.spider_opened)
        crawler.signals.connect(politeness.spider_closed, signals.spider_closed)
        return politeness

    def check_contact(self, hosts: Iterable[str]) -> None:
        """Raise `NoContact` where a host is somebody else's and nobody answers for us."""
        check_contact(self._contact, hosts, self._guard)

    def spider_opened(self, spider: Spider) -> None:
        """Learn the sources, and under which name this crawl takes its turns."""
        sources: tuple[Source, ...] = getattr(spider, "sources", None) or ()
        self._sources = {source.id: source for source in sources}
        self._holder = self._crawler.settings["GONGKAI_RUN"] or f"process {os.getpid()}"

    async def spider_closed(self) -> None:
        """Give the budgets back."""
        await self._pools.close()

    @asynccontextmanager
    async def slot(self, request: Request, other_hosts: Iterable[str] = ()) -> AsyncIterator[RequestTiming]:
        """Wait until the request may be made; the pause behind it begins where this ends.

        `others` are hosts that it concerns beside its own. `Postponed` where it is not to be today.
        """
        host = normalise_host(urlsplit(request.url).hostname or "")
        pace = self._policy.for_source(self._sources.get(_label(request).get("source", "")))
        self.check_contact([host])
        visited = RequestTiming(datetime.now(UTC))
        if not pace.delay and self._guard.pinned_endpoint(host):
            # Scrapy 2.19 without a pause begins all that waits in a host's slot before it counts the first.
            async with self._host_locks[host]:
                request.meta[META_TIMING] = visited
                yield visited
            return
        rule: RobotsPolicy = request.meta.get(META_ROBOTS, _NO_ROBOTS_POLICY)
        pace.check_hours(rule, visited.requested_at)
        least = 0.0 if self._guard.pinned_endpoint(host) else MIN_DELAY
        pause = pace.pause(rule.delay, self._autothrottle_delay(request), least)
        day = f"{visited.requested_at.astimezone(CHINA_TIME):%Y-%m-%d}"
        keys = await self._slot_keys((host, *sorted(other_hosts)))
        visit = SlotRequest(keys, self._holder, pause, day, pace.cap)
        async with self._pools.for_host(host).slot(visit) as underway:
            visited = RequestTiming(datetime.now(UTC), underway.wait, pause)
            request.meta[META_TIMING] = visited
            try:
                yield visited
            finally:
                self._update_pause(request, visited, underway)

    def on_response(self, request: Request, response: Response) -> None:
        """Hear what an answer asks for: a 429 or 503, a `Retry-After`."""
        visited: RequestTiming = request.meta[META_TIMING]
        host = normalise_host(urlsplit(request.url).hostname or "")
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        visited.backoff = self._host_backoff.backoff(host, response.status, retry_after, visited.pause)

    def _update_pause(self, request: Request, timing: RequestTiming, held_slot: HeldSlot) -> None:
        """AutoThrottle learns from this answer only after it: a host that took long rests as long at once."""
        latency: float = request.meta.get("download_latency", 0.0) if self._has_autothrottle else 0.0
        held_slot.pause = timing.pause = max(timing.pause, latency)
        held_slot.backoff = timing.backoff

    def _autothrottle_delay(self, request: Request) -> float:
        """What AutoThrottle found for the host's slot. (Scrapy's own pause runs from request to request.)"""
        engine = self._crawler.engine
        if engine is None or not self._has_autothrottle:
            return 0.0
        slot = engine.downloader.slots.get(request.meta.get("download_slot", ""))
        return slot.delay if slot else 0.0

    def _is_stopping(self) -> bool:
        return self._crawler.engine is not None and not self._crawler.engine.running

    async def _slot_keys(self, hosts: Iterable[str]) -> tuple[str, ...]:
        """Hosts and their addresses, the first host first, each once."""
        named = [(host, *await self._addresses_of(host)) for host in hosts]
        return tuple(dict.fromkeys(key for keys in named for key in keys))

    async def _addresses_of(self, host: str) -> tuple[str, ...]:
        """The addresses that a host shares with others; none for a name that has no address.

        A declared pair stands for a server of its own, whatever address it is served from here.
        """
        pinned = self._guard.pinned_endpoint(host)
        if pinned:
            return (pinned.address,) if self._pairs_share_addresses else ()
        loop = asyncio.get_running_loop()
        until, found = self._address_cache.get(host, (0.0, ()))
        if loop.time() > until:
            found = await _resolve_addresses(loop, host)
            self._address_cache[host] = (loop.time() + _DNS_CACHE_SECONDS, found)
        return found


def rate_limiter_of(crawler: Crawler) -> RateLimiter:
    """The component of a crawl; RuntimeError when the settings left it out."""
    politeness = crawler.get_extension(RateLimiter)
    if politeness is None:
        raise RuntimeError("请求没有经过礼貌访问的组件：EXTENSIONS 被改动")
    return politeness


async def _resolve_addresses(loop: asyncio.AbstractEventLoop, host: str) -> tuple[str, ...]:
    try:
        found = await loop.getaddrinfo(host, None)
    except (OSError, UnicodeError):  # the visit itself will say that there is no such name
        return ()
    addresses = {str(ip_address(str(entry[4][0]).partition("%")[0])) for entry in found}
    return tuple(sorted(addresses)[:_MAX_ADDRESSES])


def _label(request: Request) -> dict[str, Any]:
    label: dict[str, Any] = request.meta.get("gongkai", {})
    return label
