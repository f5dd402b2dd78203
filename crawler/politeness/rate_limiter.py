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
from crawler.guard import host_of
from crawler.politeness.contact import check_contact
from crawler.politeness.host_slots import Underway
from crawler.politeness.policy import LEAST, Pace, Rule, Strain
from crawler.politeness.slot_pools import Budgets
from crawler.registry.visit_hours import CHINA
from crawler.state.rate_limits import Visit

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.registry.sources import Source
from crawler.request_meta import RULE, VISITED, Visited

_NO_RULE = Rule("itself")
_REMEMBERED_SECONDS = 600.0
_MOST_ADDRESSES = 8


class Politeness:
    """Who may be asked when. Exact pairs of the guard, this machine's own, may do without pauses."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        config = Config.from_settings(crawler.settings)
        self._guard, self._contact = config.guard, config.contact
        self._pace = Pace.from_settings(crawler.settings)
        self._pairs_share = crawler.settings.getbool("GONGKAI_PAIRS_SHARE_ADDRESSES")
        self._throttles = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._sources: dict[str, Source] = {}
        self._addresses: dict[str, tuple[float, tuple[str, ...]]] = {}
        self._single: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._strain = Strain()
        self._holder = ""
        self._budgets = Budgets(config, self._pace, self._is_stopping)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The component, waiting for the spider to open; `NoContact`, `NoTurns` before anything is asked."""
        politeness = cls(crawler)
        named: tuple[Source, ...] = getattr(crawler.spider, "sources", None) or ()
        hosts = {host for source in named for host in source.all_hosts()}
        politeness.check_contact(sorted(hosts))
        for host in hosts:
            politeness._budgets.at(host)
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
        await self._budgets.close()

    @asynccontextmanager
    async def visit(self, request: Request, others: Iterable[str] = ()) -> AsyncIterator[Visited]:
        """Wait until the request may be made; the pause behind it begins where this ends.

        `others` are hosts that it concerns beside its own. `Postponed` where it is not to be today.
        """
        host = host_of(urlsplit(request.url).hostname or "")
        pace = self._pace.of_source(self._sources.get(_label(request).get("source", "")))
        self.check_contact([host])
        visited = Visited(datetime.now(UTC))
        if not pace.delay and self._guard.pinned(host):
            # Scrapy 2.19 without a pause begins all that waits in a host's slot before it counts the first.
            async with self._single[host]:
                request.meta[VISITED] = visited
                yield visited
            return
        rule: Rule = request.meta.get(RULE, _NO_RULE)
        pace.check_hours(rule, visited.asked)
        least = 0.0 if self._guard.pinned(host) else LEAST
        pause = pace.pause(rule.delay, self._throttle(request), least)
        day = f"{visited.asked.astimezone(CHINA):%Y-%m-%d}"
        keys = await self._keys((host, *sorted(others)))
        visit = Visit(keys, self._holder, pause, day, pace.cap)
        async with self._budgets.at(host).visit(visit) as underway:
            visited = Visited(datetime.now(UTC), underway.waited, pause)
            request.meta[VISITED] = visited
            try:
                yield visited
            finally:
                self._leave(request, visited, underway)

    def answered(self, request: Request, response: Response) -> None:
        """Hear what an answer asks for: a 429 or 503, a `Retry-After`."""
        visited: Visited = request.meta[VISITED]
        host = host_of(urlsplit(request.url).hostname or "")
        retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
        visited.hold = self._strain.hold(host, response.status, retry_after, visited.pause)

    def _leave(self, request: Request, visited: Visited, underway: Underway) -> None:
        """AutoThrottle learns from this answer only after it: a host that took long rests as long at once."""
        latency: float = request.meta.get("download_latency", 0.0) if self._throttles else 0.0
        underway.pause = visited.pause = max(visited.pause, latency)
        underway.hold = visited.hold

    def _throttle(self, request: Request) -> float:
        """What AutoThrottle found for the host's slot. (Scrapy's own pause runs from request to request.)"""
        engine = self._crawler.engine
        if engine is None or not self._throttles:
            return 0.0
        slot = engine.downloader.slots.get(request.meta.get("download_slot", ""))
        return slot.delay if slot else 0.0

    def _is_stopping(self) -> bool:
        return self._crawler.engine is not None and not self._crawler.engine.running

    async def _keys(self, hosts: Iterable[str]) -> tuple[str, ...]:
        """Hosts and their addresses, the first host first, each once."""
        named = [(host, *await self._addresses_of(host)) for host in hosts]
        return tuple(dict.fromkeys(key for keys in named for key in keys))

    async def _addresses_of(self, host: str) -> tuple[str, ...]:
        """The addresses that a host shares with others; none for a name that has no address.

        A declared pair stands for a server of its own, whatever address it is served from here.
        """
        pinned = self._guard.pinned(host)
        if pinned:
            return (pinned.address,) if self._pairs_share else ()
        loop = asyncio.get_running_loop()
        until, found = self._addresses.get(host, (0.0, ()))
        if loop.time() > until:
            found = await _resolved(loop, host)
            self._addresses[host] = (loop.time() + _REMEMBERED_SECONDS, found)
        return found


def politeness_of(crawler: Crawler) -> Politeness:
    """The component of a crawl; RuntimeError when the settings left it out."""
    politeness = crawler.get_extension(Politeness)
    if politeness is None:
        raise RuntimeError("请求没有经过礼貌访问的组件：EXTENSIONS 被改动")
    return politeness


async def _resolved(loop: asyncio.AbstractEventLoop, host: str) -> tuple[str, ...]:
    try:
        found = await loop.getaddrinfo(host, None)
    except (OSError, UnicodeError):  # the visit itself will say that there is no such name
        return ()
    addresses = {str(ip_address(str(entry[4][0]).partition("%")[0])) for entry in found}
    return tuple(sorted(addresses)[:_MOST_ADDRESSES])


def _label(request: Request) -> dict[str, Any]:
    label: dict[str, Any] = request.meta.get("gongkai", {})
    return label
