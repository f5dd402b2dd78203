"""How fast and when a host may be asked: by our own settings, by its robots.txt, by its answers. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from protego import Protego
    from scrapy.settings import BaseSettings

    from crawler.registry import Source
from crawler.exceptions import Postponed
from crawler.registry import VisitHours

MIN_DELAY = 1.0
"""The least pause, in seconds, that any settings can bring about at a host that is no declared pair."""
_FIRST_BACKOFF_PAUSES = 20
"""How many pauses a host is left alone that says 429 or 503 and not for how long: a minute at 3 s."""
_MAX_BACKOFF_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class RobotsPolicy:
    """What the robots.txt of an origin says to us: its `kind`, the capture that holds it, its wishes."""

    kind: str
    capture: str = ""
    delay: float = 0.0
    hours: VisitHours | None = None

    @classmethod
    def from_rules(cls, kind: str, capture: str, rules: Protego, agent: str) -> Self:
        """The wishes in `rules`. `Request-rate: 1/10s` is a pause of ten seconds at any time of the day."""
        rate = rules.request_rate(agent)
        visit = rules.visit_time(agent)
        delay = max(rules.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)
        # Visit-time is UTC: https://www.conman.org/people/spc/robots2.html
        return cls(kind, capture, delay, VisitHours(visit.start_time, visit.end_time, UTC) if visit else None)


@dataclass(frozen=True, slots=True)
class RatePolicy:
    """What we keep to by ourselves: seconds between visits, what jitter adds at most, visits a day, hours.

    `patience` is how many seconds a run waits for one host before it leaves the rest to a later run.
    """

    delay: float
    jitter: float = 0.0
    cap: int = 0
    hours: VisitHours | None = None
    max_wait: float = 600.0

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The pace of the crawl; ValueError when the hours are none."""
        return cls(
            settings.getfloat("DOWNLOAD_DELAY"),
            settings.getfloat("GONGKAI_JITTER"),
            settings.getint("GONGKAI_DAILY_CAP"),
            VisitHours.parse(settings["GONGKAI_HOURS"]),
            settings.getfloat("GONGKAI_MAX_WAIT_SECONDS"),
        )

    def for_source(self, source: Source | None) -> Self:
        """The pace at one source: slower than the crawl's where the registry says so, never faster."""
        if source is None:
            return self
        caps = [cap for cap in (self.cap, source.daily_cap) if cap]
        hours = VisitHours.parse(source.visit_hours) or self.hours
        return replace(self, delay=max(self.delay, source.delay), cap=min(caps, default=0), hours=hours)

    def pause(self, *min_pauses: float) -> float:
        """Seconds until the next visit: the longest that anybody asks for, and jitter, which only adds."""
        longest = max((self.delay, *min_pauses))
        return longest * (1 + random.uniform(0, self.jitter))

    def check_hours(self, robots_policy: RobotsPolicy, moment: datetime) -> None:
        """Raise `Postponed` where ours or the portal's hours do not hold `moment`."""
        for hours, whose in ((self.hours, "设定的访问时段"), (robots_policy.hours, "robots.txt 的访问时段")):
            if hours and not hours.contains(moment):
                raise Postponed(f"不在{whose} {hours}")


@dataclass(slots=True)
class HostBackoff:
    """How often in a row each host said that it has enough."""

    _refusal_counts: dict[str, int] = field(default_factory=dict)

    def backoff(self, host: str, status: int, retry_after: str, pause: float) -> float:
        """Seconds to leave `host` alone after an answer; 0 for one that asks for nothing."""
        asked = _retry_after_seconds(retry_after) if status >= 300 else 0.0
        if status not in (429, 503):
            self._refusal_counts.pop(host, None)
            return asked
        times = self._refusal_counts[host] = self._refusal_counts.get(host, 0) + 1
        return asked or min(pause * _FIRST_BACKOFF_PAUSES * 2.0 ** min(times - 1, 16), _MAX_BACKOFF_SECONDS)


def _retry_after_seconds(retry_after: str) -> float:
    """What a `Retry-After` asks for, in seconds or as a date; 0.0 for what is neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _MAX_BACKOFF_SECONDS)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    moment = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), _MAX_BACKOFF_SECONDS)
