"""How fast and when a host may be visited, by our settings, its robots.txt and its responses. No I/O."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from crawler.registry import VisitHours
from crawler.request_exceptions import Postponed
from crawler.state import LONGEST_PAUSE_SECONDS

if TYPE_CHECKING:
    from protego import Protego

    from crawler.config import PaceConfig
    from crawler.registry import Source

MIN_DELAY = 1.0
"""Shortest pause in seconds, whatever the settings, at a host that the guard does not pin."""
_FIRST_BACKOFF_PAUSES = 20
"""First backoff, in pauses, after a 429 or 503 without `Retry-After`: one minute with a pause of 3 s."""


@dataclass(frozen=True, slots=True)
class RobotsPolicy:
    """What the robots.txt of an origin asks of us.

    `kind`: what was fetched (`rules`, `none`, `unreachable`). `capture`: id of the capture of robots.txt.
    `delay`: seconds between visits. `hours`: when to visit, None for any time.
    """

    kind: str
    capture: str = ""
    delay: float = 0.0
    hours: VisitHours | None = None

    @classmethod
    def from_rules(cls, kind: str, capture: str, rules: Protego, agent: str) -> Self:
        """Return the policy in `rules` for `agent`; `Request-rate: 1/10s` means a pause of ten seconds."""
        rate = rules.request_rate(agent)
        visit = rules.visit_time(agent)
        delay = max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)
        # Visit-time is UTC: https://www.conman.org/people/spc/robots2.html
        return cls(kind, capture, delay, VisitHours(visit.start_time, visit.end_time, UTC) if visit else None)


@dataclass(frozen=True, slots=True)
class RatePolicy:
    """Our own limits at a host.

    `delay`: seconds between visits. `jitter`: longest random extension of a pause, as a share of it. `cap`:
    visits a day, 0 for no limit. `hours`: when to visit, None for any time. `max_wait`: seconds that a run
    waits for one host before it leaves the rest to a later run.
    """

    delay: float
    jitter: float = 0.0
    cap: int = 0
    hours: VisitHours | None = None
    max_wait: float = 600.0

    @classmethod
    def from_config(cls, pace: PaceConfig) -> Self:
        """Return the limits of the crawl; raises ValueError if the hours are malformed."""
        return cls(pace.delay, pace.jitter, pace.daily_cap, VisitHours.parse(pace.hours), pace.max_wait)

    def for_source(self, source: Source | None) -> Self:
        """Return the limits at a source, which may be stricter than those of the crawl, never looser."""
        if source is None:
            return self
        caps = [cap for cap in (self.cap, source.daily_cap) if cap]
        hours = VisitHours.parse(source.visit_hours) or self.hours
        return replace(self, delay=max(self.delay, source.delay), cap=min(caps, default=0), hours=hours)

    def pause(self, *min_pauses: float) -> float:
        """Return the seconds until the next visit: the longest of all pauses, extended by the jitter."""
        longest = max((self.delay, *min_pauses))
        return longest * (1 + random.uniform(0, self.jitter))

    def check_hours(self, robots_policy: RobotsPolicy, moment: datetime) -> None:
        """Raise Postponed if `moment` is outside our hours or those of the robots.txt."""
        for hours, name in ((self.hours, "设定的访问时段"), (robots_policy.hours, "robots.txt 的访问时段")):
            if hours and not hours.contains(moment):
                raise Postponed(f"不在{name} {hours}")


@dataclass(slots=True)
class HostBackoff:
    """Counts by host the 429 and 503 responses in a row; each doubles the backoff."""

    _refusal_counts: dict[str, int] = field(default_factory=dict)

    def backoff(self, host: str, status: int, retry_after: str, pause: float) -> float:
        """Return the seconds to leave `host` alone after a response; 0 if it does not ask for a backoff."""
        requested = _retry_after_seconds(retry_after) if status >= 300 else 0.0
        if status not in (429, 503):
            self._refusal_counts.pop(host, None)
            return requested
        refusals = self._refusal_counts[host] = self._refusal_counts.get(host, 0) + 1
        return requested or min(
            pause * _FIRST_BACKOFF_PAUSES * 2.0 ** min(refusals - 1, 16), LONGEST_PAUSE_SECONDS
        )


def _retry_after_seconds(retry_after: str) -> float:
    """Return the seconds that a `Retry-After` (seconds or a date) asks for; 0.0 if it is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_PAUSE_SECONDS)
