"""Computes when a source is due, and why, from its registry entry, its health and the season.

Seasons and waiting times are in `schedule.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from operator import attrgetter
from zoneinfo import ZoneInfo

from archive.ledger import SourceHealth
from archive.model import DataRecord, SourceState, load_data, translate
from crawler.registry.sources import Source

_LARGEST_CLOCK_ERROR = timedelta(days=1)
"""A run that began so much later than now was dated by a clock that was wrong: its source is due at once."""


@dataclass(frozen=True, slots=True)
class DueTime:
    """The moment from which a source is due, with its time zone, and the reason in words."""

    moment: datetime
    reason: str

    @property
    def utc_timestamp(self) -> str:
        """The moment in UTC, in the format of the ledger."""
        return _utc_timestamp(self.moment)


@lru_cache(maxsize=10_000)
def _utc_timestamp(moment: datetime) -> str:
    """The moment in UTC; sources of one run are due at the same moments."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


class _Season(DataRecord, frozen=True, kw_only=True):
    """A part of the year from the day `begins` (`MM-DD`) on, with its pace in days.

    `waiting` applies while a source has shown no report of this year, `published` afterwards.
    """

    begins: str
    waiting: int
    published: int
    reason: str


class _FailedRule(DataRecord, frozen=True, kw_only=True):
    """Hours until the next visit after the first failure in a row, the second and so on."""

    hours: tuple[int, ...]
    states: tuple[SourceState, ...]
    reason: str


class _RefusedRule(DataRecord, frozen=True, kw_only=True):
    """Days until the next visit to a source that refused."""

    days: int
    states: tuple[SourceState, ...]
    reason: str


class _RobotsRule(DataRecord, frozen=True, kw_only=True):
    """Hours until the next visit to a source whose robots.txt ended in an error of the server."""

    hours: int
    cause: re.Pattern[str]
    reason: str


class _UnchangedReportRule(DataRecord, frozen=True, kw_only=True):
    """When a report that did not change is requested again.

    Those of the last `years` calendar years always are; an older one, after as many unchanged `visits`, when
    as many days have passed as the largest number of `days` for which it was unchanged before.
    """

    years: int
    visits: int
    days: tuple[int, ...]


class _ScheduleRules(DataRecord, frozen=True, kw_only=True):
    """The content of `schedule.toml`."""

    zone: str
    season: tuple[_Season, ...]
    failed: _FailedRule
    refused: _RefusedRule
    robots_unavailable: _RobotsRule
    unchanged_report: _UnchangedReportRule


def schedule_rules() -> _ScheduleRules:
    """The seasons and waiting times."""
    return load_data(__package__, "schedule.toml", _ScheduleRules)


@cache
def zone() -> ZoneInfo:
    """The time zone in which days and seasons are counted."""
    return ZoneInfo(schedule_rules().zone)


def next_due(
    source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool = False
) -> DueTime:
    """When `source` is due; a past moment means at once. `health` is None before its first run."""
    due = _due_without_hold(source, health, now.astimezone(zone()), is_unfinished)
    if source.hold:
        hold_end = _midnight(date.fromisoformat(source.hold))
        if due.moment < hold_end:
            reason = translate("登记为 {day} 前不抓", day=source.hold)
            return DueTime(hold_end, f"{reason}：{source.note}" if source.note else reason)
    return due


def _due_without_hold(
    source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool
) -> DueTime:
    if is_unfinished:
        return DueTime(now, translate("上次没有抓完"))
    if health is None or not health.last_run:
        return DueTime(now, translate("从未抓取"))
    last_run = _run_start(health.last_run[:15])
    if last_run - now > _LARGEST_CLOCK_ERROR:
        return DueTime(now, translate("上次抓取记的时间晚于现在，时钟曾经不准"))
    return _due_after_result(health, last_run, _regular_due(source, health, last_run))


@lru_cache(maxsize=10_000)
def _run_start(timestamp: str) -> datetime:
    """When a run began, by the timestamp of its id; one run visits many sources."""
    return datetime.fromisoformat(timestamp).replace(tzinfo=UTC).astimezone(zone())


def _due_after_result(health: SourceHealth, last_run: datetime, regular: DueTime) -> DueTime:
    """The due time by the result of the last run, `regular` if that was good."""
    rules = schedule_rules()
    refused, failed, robots = rules.refused, rules.failed, rules.robots_unavailable
    if robots.cause.search(health.cause):
        retry = DueTime(last_run + timedelta(hours=robots.hours), robots.reason)
        return min(regular, retry, key=attrgetter("moment"))
    if health.state in refused.states:
        after_refusal = DueTime(last_run + timedelta(days=refused.days), refused.reason)
        return max(regular, after_refusal, key=attrgetter("moment"))
    if health.state in failed.states:
        hours = failed.hours[min(max(health.failures, 1), len(failed.hours)) - 1]
        retry = DueTime(last_run + timedelta(hours=hours), failed.reason)
        return min(regular, retry, key=attrgetter("moment"))
    return regular


def _regular_due(source: Source, health: SourceHealth, last_run: datetime) -> DueTime:
    """The due time by the pace of the season that it falls into, not the season of the last run."""
    if source.cadence:
        return DueTime(
            last_run + timedelta(days=source.cadence),
            translate("登记为每 {days} 天一次", days=source.cadence),
        )
    moment, season, is_published = _seasonal_due((health.newest or health.last_change)[:5], last_run)
    days = season.published if is_published else season.waiting
    seen = translate("已见本年公布的年报") if is_published else translate("未见本年公布的年报")
    return DueTime(
        moment,
        translate("{season}，{seen}，每 {days} 天一次", season=season.reason, seen=seen, days=days),
    )


@lru_cache(maxsize=10_000)
def _seasonal_due(published: str, last_run: datetime) -> tuple[datetime, _Season, bool]:
    """The due time, its season, and whether a report of that year was seen; one run visits many sources.

    `published` begins with the year of the newest report by the dates of the lists, or of the last change.
    """
    for day in _following_days(last_run.date()):
        season = _season_of(day)
        is_published = published == f"{day.year}-"
        days = season.published if is_published else season.waiting
        if last_run.date() + timedelta(days=days) <= day:
            return max(last_run + timedelta(days=days), _midnight(day)), season, is_published
    raise AssertionError("no pace is longer than a year")


@lru_cache(maxsize=1000)
def _season_of(day: date) -> _Season:
    begun = (season for season in schedule_rules().season if season.begins <= f"{day:%m-%d}")
    return max(begun, key=attrgetter("begins"))


def _following_days(first: date) -> Iterator[date]:
    """The days on which the next visit can fall: the longest pace is shorter than a year."""
    return (first + timedelta(days=number) for number in range(367))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone())
