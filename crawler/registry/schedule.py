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

from archive.ledger.source_health import SourceHealth
from crawler.registry.sources import Source

_RUN = "%Y%m%dT%H%M%S"
"""A run's id begins with the moment at which it began, in UTC."""


@dataclass(frozen=True, slots=True)
class Due:
    """The moment from which on a source wants a visit, with its time zone, and the reason in words."""

    at: datetime
    reason: str

    @property
    def stamp(self) -> str:
        """The moment as the ledger keeps moments."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class _Season:
    begins: tuple[int, int]
    waiting: int
    published: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Rules:
    zone: ZoneInfo
    seasons: tuple[_Season, ...]
    failed: dict[str, Any]
    refused: dict[str, Any]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    seasons = tuple(
        _Season(_month_and_day(one["begins"]), one["waiting"], one["published"], one["reason"])
        for one in data["season"]
    )
    return _Rules(ZoneInfo(data["zone"]), seasons, data["failed"], data["refused"])


def zone() -> ZoneInfo:
    """The time zone in which days and seasons are counted."""
    return _rules().zone


def next_due(source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool = False) -> Due:
    """When `source` is due; a moment that has passed means at once. `health` is None before its first run."""
    due = _wanted(source, health, now.astimezone(zone()), is_unfinished)
    if source.hold:
        until = _start_of(date.fromisoformat(source.hold))
        if due.at < until:
            return Due(until, f"登记为 {source.hold} 前不抓" + (f"：{source.note}" if source.note else ""))
    return due


def _wanted(source: Source, health: SourceHealth | None, now: datetime, is_unfinished: bool) -> Due:
    if is_unfinished:
        return Due(now, "上次没有抓完")
    if health is None or not health.last_run:
        return Due(now, "从未抓取")
    last = datetime.strptime(health.last_run[:15], _RUN).replace(tzinfo=UTC).astimezone(zone())
    rules = _rules()
    usual = _usual(source, health, last)
    if health.state in rules.refused["states"]:
        return max(usual, Due(last + timedelta(days=rules.refused["days"]), rules.refused["reason"]), key=_at)
    if health.state in rules.failed["states"]:
        hours = rules.failed["hours"]
        wait = timedelta(hours=hours[min(max(health.failures, 1), len(hours)) - 1])
        return min(usual, Due(last + wait, rules.failed["reason"]), key=_at)
    return usual


def _usual(source: Source, health: SourceHealth, last: datetime) -> Due:
    """By the pace of the season that the visit falls into, which need not be the one of the last visit."""
    if source.cadence:
        return Due(last + timedelta(days=source.cadence), f"登记为每 {source.cadence} 天一次")
    return next(filter(None, (_on(day, health, last) for day in _days(last.date()))))


def _on(day: date, health: SourceHealth, last: datetime) -> Due | None:
    """The visit of this day, where the pace of its season wants one."""
    seasons = _rules().seasons
    season = max((one for one in seasons if one.begins <= (day.month, day.day)), key=lambda one: one.begins)
    is_published = _has_published(health, day.year)
    days = season.published if is_published else season.waiting
    at = max(last + timedelta(days=days), _start_of(day))
    if at >= _start_of(day + timedelta(days=1)):
        return None
    seen = "已见本年公布的年报" if is_published else "未见本年公布的年报"
    return Due(at, f"{season.reason}，{seen}，每 {days} 天一次")


def _has_published(health: SourceHealth, year: int) -> bool:
    """Whether the source showed a report of this calendar year: by a list's dates, else by what was new."""
    return (health.newest or health.last_change).startswith(f"{year}-")


def _days(first: date) -> Iterator[date]:
    """The days on which a visit can fall: the longest pace is shorter than a year."""
    return (first + timedelta(days=number) for number in range(367))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), zone())


def _at(due: Due) -> datetime:
    return due.at


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
