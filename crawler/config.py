"""The crawler's own settings, read once from Scrapy's into one checked value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.guard import Guard

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Config:
    """What `GONGKAI_…` settings say.

    `turns` is where turns at all hosts are agreed on, None where nothing is set. `menu_pages` and
    `list_pages` bound what one source is asked for on the way to its reports, `clicks` one list in the
    browser, `render_seconds` one visit of the browser, whatever hangs.
    """

    data: Path
    state_dir: Path | None
    sources: tuple[Path, ...]
    guard: Guard
    suffixes: tuple[str, ...]
    contact: str
    user_agent: str
    list_pages: int
    menu_pages: int
    max_clicks: int
    render_seconds: float

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Config:
        """The values in `settings`; ValueError when a host pair is not `name = address:port`."""
        return cls(
            data=Path(settings["GONGKAI_DATA"]),
            state_dir=Path(settings["GONGKAI_STATE_DIR"]) if settings["GONGKAI_STATE_DIR"] else None,
            sources=tuple(Path(place) for place in settings.getlist("GONGKAI_SOURCES")),
            guard=Guard.from_pairs(
                _parse_host_pairs(settings["GONGKAI_HOSTS"]), _parse_ports(settings.getlist("GONGKAI_PORTS"))
            ),
            suffixes=tuple(settings.getlist("GONGKAI_OFFICIAL_SUFFIXES")),
            contact=settings["GONGKAI_CONTACT"],
            user_agent=settings["USER_AGENT"],
            list_pages=settings.getint("GONGKAI_LIST_PAGES"),
            menu_pages=settings.getint("GONGKAI_MENU_PAGES"),
            max_clicks=settings.getint("GONGKAI_MAX_CLICKS"),
            render_seconds=settings.getfloat("GONGKAI_RENDER_SECONDS"),
        )


def _parse_host_pairs(value: Mapping[str, str] | str | None) -> dict[str, str]:
    """Host pairs as a mapping, or as JSON, the form in which `scrapy crawl -s` can give them."""
    if not value:
        return {}
    return dict(json.loads(value) if isinstance(value, str) else value)


def _parse_ports(values: list[str | int]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
