from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from protego import Protego
from scrapy.settings import Settings

from crawler import settings as project
from crawler.config import Config
from crawler.politeness.policy import HostBackoff, RatePolicy, RobotsPolicy
from crawler.registry.sources import Source
from crawler.registry.visit_hours import VisitHours
from crawler.request_exceptions import Postponed

SOURCE = Source("rsj", "某局", "http://rsj.a.gov.cn/")


def chinese_time(hour: int, minute: int = 0) -> datetime:
    """Return a time of a fixed day, given in Chinese time."""
    return datetime(2026, 1, 5, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("hours", "moment", "is_inside"),
    [
        ("20:00-07:00", chinese_time(23), True),
        ("20:00-07:00", chinese_time(6, 59), True),
        ("20:00-07:00", chinese_time(7), False),
        ("20:00-07:00", chinese_time(12), False),
        ("01:00-05:30", chinese_time(5, 29), True),
        ("01:00-05:30", chinese_time(0, 59), False),
    ],
)
def test_visit_hours_may_cross_midnight(hours: str, moment: datetime, is_inside: bool) -> None:
    parsed = VisitHours.parse(hours)
    assert parsed
    assert parsed.contains(moment) is is_inside


@pytest.mark.parametrize("text", ["20-7", "25:00-07:00", "20:00", "night"])
def test_invalid_visit_hours_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="20:00-07:00"):
        VisitHours.parse(text)


def test_the_default_pause_is_at_least_three_seconds() -> None:
    settings = Settings()
    settings.setmodule(project)
    pace = RatePolicy.from_config(Config.from_settings(settings).pace)
    assert pace.delay >= 3
    assert pace.cap > 0
    pauses = [pace.pause() for _ in range(200)]
    assert min(pauses) >= 3
    assert 3.5 < max(pauses) <= 4.5


def test_a_source_can_make_the_rate_policy_only_stricter() -> None:
    pace = RatePolicy(3.0, cap=100)
    source = Source("rsj", "某局", "http://rsj.a.gov.cn/", delay=8, daily_cap=40, visit_hours="20:00-07:00")
    slower = pace.for_source(source)
    assert (slower.delay, slower.cap, slower.hours) == (8, 40, VisitHours.parse("20:00-07:00"))
    assert RatePolicy(10.0, cap=10).for_source(source).delay == 10
    assert RatePolicy(10.0, cap=10).for_source(source).cap == 10
    assert pace.for_source(SOURCE) == pace.for_source(None) == pace
    assert RatePolicy(3.0).for_source(source).cap == 40


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 12", 12),
        ("User-agent: *\nRequest-rate: 2/1m", 30),
        ("User-agent: *\nRequest-rate: 1/5\nCrawl-delay: 2", 5),
        ("User-agent: gongkai\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 1", 7),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nDisallow: /x", 0),
    ],
)
def test_robots_txt_sets_the_pause(text: str, delay: float) -> None:
    policy = RobotsPolicy.from_rules("rules", "", Protego.parse(text), "gongkai")
    assert policy.delay == delay
    assert RatePolicy(3.0).pause(policy.delay) == max(3.0, delay)


def test_visit_time_is_utc_and_configured_hours_are_chinese_time() -> None:
    text = "User-agent: *\nVisit-time: 1200-2000"
    policy = RobotsPolicy.from_rules("rules", "", Protego.parse(text), "gongkai")
    RatePolicy(3.0).check_hours(policy, chinese_time(21))
    with pytest.raises(Postponed, match=r"robots\.txt 的访问时段 12:00-20:00"):
        RatePolicy(3.0).check_hours(policy, chinese_time(19))
    pace = RatePolicy(3.0, hours=VisitHours.parse("20:00-22:00"))
    pace.check_hours(policy, chinese_time(21))
    with pytest.raises(Postponed, match="设定的访问时段"):
        pace.check_hours(policy, chinese_time(23))


def test_retry_after_sets_the_backoff() -> None:
    host_backoff = HostBackoff()
    assert host_backoff.backoff("h", 200, "120", 3) == 0
    assert host_backoff.backoff("h", 429, "120", 3) == 120
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 85 < host_backoff.backoff("h", 503, date, 3) <= 90
    assert host_backoff.backoff("h", 404, "", 3) == 0
    assert host_backoff.backoff("h", 503, "Mon, 05 Jan 2015 00:00:00 GMT", 3) == 60
    assert host_backoff.backoff("h", 429, "99999999999999", 3) == 24 * 3600


def test_backoff_doubles_with_each_overload_response() -> None:
    host_backoff = HostBackoff()
    assert [host_backoff.backoff("h", 503, "bad date", 3) for _ in range(4)] == [60, 120, 240, 480]
    assert host_backoff.backoff("other", 503, "", 3) == 60
    assert max(host_backoff.backoff("h", 429, "", 3) for _ in range(30)) == 24 * 3600
    host_backoff.backoff("h", 200, "", 3)
    assert host_backoff.backoff("h", 503, "", 3) == 60
