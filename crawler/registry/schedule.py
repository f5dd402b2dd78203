"""When a source is due again, and why. Pure: the registry entry, its health and a moment in; data in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from archive.ledger import SourceHealth
from crawler.registry.sources import Source

_RUN_ID_TIME_FORMAT = "%Y%m%dT%H%M%S"
"""A run's id begins with the moment at which it began, in UTC."""


@dataclass(frozen=True, slots=True)
class DueTime:
    """The moment from which on a source wants a visit, with its time zone, and the reason in words."""

    moment: datetime
    reason: str

    @property
    def utc_timestamp(self) -> str:
        """The moment as the ledger keeps moments."""
        return self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class _Season:
    first_day: tuple[int, int]
    waiting_days: int
    published_days: int
    reason: str


@dataclass(frozen=True, slots=True)
class _ScheduleRules:
    zone: ZoneInfo
    seasons: tuple[_Season, ...]
    failed: dict[str, Any]
    refused: dict[str, Any]


@cache
def _schedule_rules() -> _ScheduleRules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    seasons = tuple(
        _Season(_parse_month_day(one["begins"]), one["waiting"], one["published"], one["reason"])
        for one in data["season"]
    )
    return _ScheduleRules(ZoneInfo(data["zone"]), seasons, data["failed"], data["refused"])


def zone() -> ZoneInfo:
    """The time zone in which days and seasons are counted."""
    return _schedule_rules().zone


def next_due(
    source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool = False
) -> DueTime:
    """When `source` is due; a moment that has passed means at once. `health` is None before its first run."""
    due = _due_without_hold(source, health, now.astimezone(zone()), is_unfinished)
    if source.hold:
        until = _midnight(date.fromisoformat(source.hold))
        if due.moment < until:
            return DueTime(
                until, f"登记为 {source.hold} 前不抓" + (f"：{source.note}" if source.note else "")
            )
    return due


def _due_without_hold(
    source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool
) -> DueTime:
    if is_unfinished:
        return DueTime(now, "上次没有抓完")
    if health is None or not health.last_run:
        return DueTime(now, "从未抓取")
    last = datetime.strptime(health.last_run[:15], _RUN_ID_TIME_FORMAT).replace(tzinfo=UTC).astimezone(zone())
    rules = _schedule_rules()
    usual = _regular_due(source, health, last)
    if health.state in rules.refused["states"]:
        return max(
            usual,
            DueTime(last + timedelta(days=rules.refused["days"]), rules.refused["reason"]),
            key=_due_moment,
        )
    if health.state in rules.failed["states"]:
        hours = rules.failed["hours"]
        wait = timedelta(hours=hours[min(max(health.failures, 1), len(hours)) - 1])
        return min(usual, DueTime(last + wait, rules.failed["reason"]), key=_due_moment)
    return usual


def _regular_due(source: Source, health: SourceHealth, last_run: datetime) -> DueTime:
    """By the pace of the season that the visit falls into, which need not be the one of the last visit."""
    if source.cadence:
        return DueTime(last_run + timedelta(days=source.cadence), f"登记为每 {source.cadence} 天一次")
    return next(
        filter(None, (_due_on_day(day, health, last_run) for day in _following_days(last_run.date())))
    )


def _due_on_day(day: date, health: SourceHealth, last_run: datetime) -> DueTime | None:
    """The visit of this day, where the pace of its season wants one."""
    seasons = _schedule_rules().seasons
    season = max(
        (one for one in seasons if one.first_day <= (day.month, day.day)), key=lambda one: one.first_day
    )
    is_published = _has_published(health, day.year)
    days = season.published_days if is_published else season.waiting_days
    at = max(last_run + timedelta(days=days), _midnight(day))
    if at >= _midnight(day + timedelta(days=1)):
        return None
    seen = "已见本年公布的年报" if is_published else "未见本年公布的年报"
    return DueTime(at, f"{season.reason}，{seen}，每 {days} 天一次")


def _has_published(health: SourceHealth, year: int) -> bool:
    """Whether the source showed a report of this calendar year: by a list's dates, else by what was new."""
    return (health.newest or health.last_change).startswith(f"{year}-")


def _following_days(first: date) -> Iterator[date]:
    """The days on which a visit can fall: the longest pace is shorter than a year."""
    return (first + timedelta(days=number) for number in range(367))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone())


def _due_moment(due: DueTime) -> datetime:
    return due.moment


def _parse_month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
