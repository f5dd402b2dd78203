"""Rate limits, robots.txt, visit hours and blocked hosts."""

from __future__ import annotations

from crawler.politeness.blocked_hosts import BlockedHosts, blocked_hosts_of
from crawler.politeness.contact import check_contact
from crawler.politeness.policy import RobotsPolicy
from crawler.politeness.rate_limiter import rate_limiter_of
from crawler.politeness.robots import RobotsMiddleware, robots_middleware_of
from crawler.politeness.slot_pools import open_store, store_dirs

__all__ = [
    "BlockedHosts",
    "RobotsMiddleware",
    "RobotsPolicy",
    "blocked_hosts_of",
    "check_contact",
    "open_store",
    "rate_limiter_of",
    "robots_middleware_of",
    "store_dirs",
]
