"""Reads the `GONGKAI_…` settings, and those of Scrapy that the crawler uses, into one validated value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.guard import Guard

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class PaceConfig:
    """How fast and when to visit. Times are in seconds.

    `jitter`: longest random extension of a pause, as a share of it. `daily_cap`: requests to one host a day,
    0 for no limit. `hours`: as `20:00-07:00`, empty for any time. `max_wait`: longest wait of a run for one
    host. `pairs_share_addresses`: whether hosts of the guard's pairs with one address count as one machine.
    """

    delay: float
    jitter: float
    daily_cap: int
    hours: str
    max_wait: float
    has_autothrottle: bool
    pairs_share_addresses: bool


@dataclass(frozen=True, slots=True)
class RobotsConfig:
    """Whether and as whom to obey robots.txt, and for how many seconds a fetched one is valid."""

    is_obeyed: bool
    agent: str
    max_age_seconds: float


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one crawl.

    `state_dir`: folder of the host slots, None for the user's. `menu_pages` and `list_pages` limit the
    navigation pages of one source, `report_pages` its reports, `max_clicks` the pages of one list in the
    browser, `render_seconds` one visit of the browser. `run` is the id of the run, empty until the spider
    sets it; `chromium` is the path of the browser, empty if there is none or the add-ons are not loaded yet.
    """

    data: Path
    state_dir: Path | None
    sources: tuple[Path, ...]
    guard: Guard
    suffixes: tuple[str, ...]
    contact: str
    user_agent: str
    list_pages: int
    report_pages: int
    menu_pages: int
    max_clicks: int
    render_seconds: float
    run: str
    chromium: str
    only_due: bool
    on_source_done: Callable[[Any], None] | None
    pace: PaceConfig
    robots: RobotsConfig

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Config:
        """Read `settings`; raises ValueError if a host pair is not `name = address:port`."""
        return cls(
            data=Path(settings["GONGKAI_DATA"]),
            state_dir=Path(settings["GONGKAI_STATE_DIR"]) if settings["GONGKAI_STATE_DIR"] else None,
            sources=tuple(Path(path) for path in settings.getlist("GONGKAI_SOURCES")),
            guard=Guard.from_pairs(
                _parse_host_pairs(settings["GONGKAI_HOSTS"]),
                (int(port) for port in settings.getlist("GONGKAI_PORTS")),
            ),
            suffixes=tuple(settings.getlist("GONGKAI_OFFICIAL_SUFFIXES")),
            contact=settings["GONGKAI_CONTACT"] or "",
            user_agent=settings["USER_AGENT"],
            list_pages=settings.getint("GONGKAI_LIST_PAGES"),
            report_pages=settings.getint("GONGKAI_REPORT_PAGES"),
            menu_pages=settings.getint("GONGKAI_MENU_PAGES"),
            max_clicks=settings.getint("GONGKAI_MAX_CLICKS"),
            render_seconds=settings.getfloat("GONGKAI_RENDER_SECONDS"),
            run=settings["GONGKAI_RUN"] or "",
            chromium=settings["GONGKAI_CHROMIUM"] or "",
            only_due=settings.getbool("GONGKAI_ONLY_DUE"),
            on_source_done=settings["GONGKAI_ON_SOURCE_DONE"],
            pace=_read_pace(settings),
            robots=RobotsConfig(
                is_obeyed=settings.getbool("ROBOTSTXT_OBEY"),
                agent=settings["ROBOTSTXT_USER_AGENT"] or "",
                max_age_seconds=settings.getfloat("GONGKAI_ROBOTS_SECONDS"),
            ),
        )


def _read_pace(settings: BaseSettings) -> PaceConfig:
    return PaceConfig(
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        jitter=settings.getfloat("GONGKAI_JITTER"),
        daily_cap=settings.getint("GONGKAI_DAILY_CAP"),
        hours=settings["GONGKAI_HOURS"] or "",
        max_wait=settings.getfloat("GONGKAI_MAX_WAIT_SECONDS"),
        has_autothrottle=settings.getbool("AUTOTHROTTLE_ENABLED"),
        pairs_share_addresses=settings.getbool("GONGKAI_PAIRS_SHARE_ADDRESSES"),
    )


def _parse_host_pairs(value: Mapping[str, str] | str | None) -> dict[str, str]:
    """Return host pairs as a mapping; `scrapy crawl -s` can only give them as JSON."""
    if not value:
        return {}
    return dict(json.loads(value) if isinstance(value, str) else value)
