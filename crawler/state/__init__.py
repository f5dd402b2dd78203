"""Coordination between crawls: leases, unfinished sources, robots.txt, rate limits. May be lost."""

from __future__ import annotations

from crawler.state.crawl_state import CrawlState
from crawler.state.rate_limits import (
    EARLY_GRANT_SECONDS,
    LONGEST_PAUSE_SECONDS,
    NEWCOMER_EARLY_GRANT_SECONDS,
    SLOT_EXPIRY_SECONDS,
    RateLimitStore,
    SlotGrant,
    SlotRequest,
)
from crawler.state.robots_cache import CachedRobots

__all__ = [
    "EARLY_GRANT_SECONDS",
    "LONGEST_PAUSE_SECONDS",
    "NEWCOMER_EARLY_GRANT_SECONDS",
    "SLOT_EXPIRY_SECONDS",
    "CachedRobots",
    "CrawlState",
    "RateLimitStore",
    "SlotGrant",
    "SlotRequest",
]
