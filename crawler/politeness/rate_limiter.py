"""Delays every request until its host may be visited: pages, files, robots.txt, redirects, retries.

An extension that the download handlers call, not a middleware: a request that waits in a handler still
occupies the slot of its host, so Scrapy's scheduler goes on with other hosts meanwhile.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.http import Request, Response

from archive.model import translate
from crawler.config import Config
from crawler.guard import normalise_host
from crawler.politeness.contact import check_contact
from crawler.politeness.host_slots import HeldSlot
from crawler.politeness.policy import MIN_DELAY, HostBackoff, RatePolicy, RobotsPolicy
from crawler.politeness.slot_pools import SlotPools
from crawler.registry import CHINA_TIME
from crawler.request_meta import (
    META_DOWNLOAD_SECONDS,
    META_DOWNLOAD_SLOT,
    META_ROBOTS,
    META_TIMING,
    RequestTiming,
    source_id,
)
from crawler.state import SlotRequest

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.registry import Source

_NO_ROBOTS_POLICY = RobotsPolicy("itself")
_DNS_CACHE_SECONDS = 600.0
_MAX_ADDRESSES = 8


class RateLimiter:
    """Grants requests their slots. Only hosts that the guard pins may be visited without pauses."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        config = Config.from_settings(crawler.settings)
        self._guard, self._contact = config.guard, config.contact
        self._policy = RatePolicy.from_config(config.pace)
        self._pairs_share_addresses = config.pace.pairs_share_addresses
        self._has_autothrottle = config.pace.has_autothrottle
        self._sources: dict[str, Source] = {}
        self._address_cache: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._host_locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._host_backoff = HostBackoff()
        self._holder = config.run or f"process {os.getpid()}"
        self._pools = SlotPools(config, self._policy, self._is_stopping)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the extension, before any request is made.

        Raises ContactMissing or RateLimitStoreUnavailable.
        """
        rate_limiter = cls(crawler)
        sources: tuple[Source, ...] = getattr(crawler.spider, "sources", None) or ()
        hosts = {host for source in sources for host in source.all_hosts()}
        rate_limiter.check_contact(sorted(hosts))
        for host in hosts:
            rate_limiter._pools.for_host(host)
        crawler.signals.connect(rate_limiter.spider_opened, signals.spider_opened)
        crawler.signals.connect(rate_limiter.spider_closed, signals.spider_closed)
        return rate_limiter

    def check_contact(self, hosts: Iterable[str]) -> None:
        """Raise ContactMissing if a host is foreign and no contact address is set."""
        check_contact(self._contact, hosts, self._guard)

    def spider_opened(self, spider: Spider) -> None:
        """Store the sources, which may ask for longer pauses."""
        sources: tuple[Source, ...] = getattr(spider, "sources", None) or ()
        self._sources = {source.id: source for source in sources}

    async def spider_closed(self) -> None:
        """Close the stores of host slots."""
        await self._pools.close()

    @asynccontextmanager
    async def slot(self, request: Request, other_hosts: Iterable[str] = ()) -> AsyncIterator[RequestTiming]:
        """Wait until the request may be made; the pause after it begins when the block ends.

        `other_hosts` are further hosts that the request visits. Raises Postponed if it must wait for a
        later run, ContactMissing if the host is foreign and no contact address is set.
        """
        host = normalise_host(urlsplit(request.url).hostname or "")
        policy = self._policy.for_source(self._sources.get(source_id(request.meta)))
        self.check_contact([host])
        timing = RequestTiming(datetime.now(UTC))
        if not policy.delay and self._guard.pinned_endpoint(host):
            # Without a pause, Scrapy 2.19 starts all waiting requests of a host before it counts the first.
            async with self._host_locks[host]:
                request.meta[META_TIMING] = timing
                yield timing
            return
        robots_policy: RobotsPolicy = request.meta.get(META_ROBOTS, _NO_ROBOTS_POLICY)
        policy.check_hours(robots_policy, timing.requested_at)
        min_pause = 0.0 if self._guard.pinned_endpoint(host) else MIN_DELAY
        pause = policy.pause(robots_policy.delay, self._autothrottle_delay(request), min_pause)
        day = f"{timing.requested_at.astimezone(CHINA_TIME):%Y-%m-%d}"
        keys = await self._slot_keys((host, *sorted(other_hosts)))
        slot_request = SlotRequest(keys, self._holder, pause, day, policy.cap)
        async with self._pools.for_host(host).slot(slot_request) as held_slot:
            timing = RequestTiming(datetime.now(UTC), held_slot.wait, pause)
            request.meta[META_TIMING] = timing
            try:
                yield timing
            finally:
                self._update_pause(request, timing, held_slot)

    def on_response(self, request: Request, response: Response) -> None:
        """Set the backoff that a response asks for: a 429 or 503, a `Retry-After`."""
        timing: RequestTiming = request.meta[META_TIMING]
        host = normalise_host(urlsplit(request.url).hostname or "")
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        timing.backoff = self._host_backoff.backoff(host, response.status, retry_after, timing.pause)

    def _update_pause(self, request: Request, timing: RequestTiming, held_slot: HeldSlot) -> None:
        """Extend the pause to the latency now; AutoThrottle uses this response only for later pauses."""
        latency: float = request.meta.get(META_DOWNLOAD_SECONDS, 0.0) if self._has_autothrottle else 0.0
        held_slot.pause = timing.pause = max(timing.pause, latency)
        held_slot.backoff = timing.backoff

    def _autothrottle_delay(self, request: Request) -> float:
        """Return AutoThrottle's delay in seconds. (Scrapy itself counts it from request to request.)"""
        engine = self._crawler.engine
        if engine is None or not self._has_autothrottle:
            return 0.0
        slot = engine.downloader.slots.get(request.meta.get(META_DOWNLOAD_SLOT, ""))
        return slot.delay if slot else 0.0

    def _is_stopping(self) -> bool:
        return self._crawler.engine is not None and not self._crawler.engine.running

    async def _slot_keys(self, hosts: Iterable[str]) -> tuple[str, ...]:
        """Return hosts and their addresses without duplicates, the first host first."""
        host_keys = [(host, *await self._addresses_of(host)) for host in hosts]
        return tuple(dict.fromkeys(key for keys in host_keys for key in keys))

    async def _addresses_of(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a host, empty if its name does not resolve.

        A pinned host counts as a separate server, unless the settings say that pairs share addresses.
        """
        pinned = self._guard.pinned_endpoint(host)
        if pinned:
            return (pinned.address,) if self._pairs_share_addresses else ()
        loop = asyncio.get_running_loop()
        valid_until, addresses = self._address_cache.get(host, (0.0, ()))
        if loop.time() > valid_until:
            addresses = await _resolve_addresses(loop, host)
            self._address_cache[host] = (loop.time() + _DNS_CACHE_SECONDS, addresses)
        return addresses


def rate_limiter_of(crawler: Crawler) -> RateLimiter:
    """Return the rate limiter of a crawl; raises RuntimeError if it is missing from the settings."""
    rate_limiter = crawler.get_extension(RateLimiter)
    if rate_limiter is None:
        raise RuntimeError(translate("请求没有经过限速组件：EXTENSIONS 被改动"))
    return rate_limiter


async def _resolve_addresses(loop: asyncio.AbstractEventLoop, host: str) -> tuple[str, ...]:
    try:
        address_infos = await loop.getaddrinfo(host, None)
    except (OSError, UnicodeError):  # the request itself will fail and record the reason
        return ()
    addresses = {str(ip_address(str(info[4][0]).partition("%")[0])) for info in address_infos}
    return tuple(sorted(addresses)[:_MAX_ADDRESSES])
