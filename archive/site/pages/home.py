"""The figures of the home page: how much there is, by year and by province."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_TILE_STEP = 62
_SHADE_COUNT = 4
_MAX_NEWEST_REPORTS = 8
_EMPTY_TILE = "·"


@dataclass(frozen=True, slots=True)
class Bar:
    """A year of the bar chart, in the coordinates of its drawing."""

    year: int
    reports: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A province of the tile grid; `shade` 0 is none, then darker with more reports."""

    name: str
    province: str
    reports: int
    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows of one release."""

    counts: Any
    bars: tuple[Bar, ...]
    tiles: tuple[Tile, ...]
    reports_without_province: int
    newest: list[Any]

    @property
    def baseline(self) -> int:
        """Where the bars stand."""
        return _BAR_TOP + _BAR_AREA_HEIGHT

    @property
    def chart_width(self) -> int:
        """Of the bar chart: that of the grid beside it, or more where there are many years."""
        return max(_CHART_MIN_WIDTH, len(self.bars) * _BAR_STEP)

    @property
    def width(self) -> int:
        """Of the tile grid."""
        return max(tile.x for tile in self.tiles) + _TILE_STEP

    @property
    def height(self) -> int:
        """Of the tile grid."""
        return max(tile.y for tile in self.tiles) + _TILE_STEP


async def home_page(database: Any) -> HomePage:
    """The home page of a release."""
    [counts] = await _fetch_rows(database, _COUNTS_SQL)
    years = await _fetch_rows(
        database, "select year, count(*) as reports from reports group by year order by year"
    )
    provinces = await _fetch_rows(
        database, "select province, count(*) as reports from reports group by province"
    )
    by_province = {row["province"]: row["reports"] for row in provinces}
    tiles = _tiles(by_province)
    return HomePage(
        counts=counts,
        bars=_bars([(row["year"], row["reports"]) for row in years]),
        tiles=tiles,
        reports_without_province=counts["reports"] - sum(tile.reports for tile in tiles),
        newest=await _fetch_rows(database, _NEWEST_SQL),
    )


_COUNTS_SQL = """
select count(*) as reports, count(distinct agency_id) as agencies, min(year) as first_year,
  max(year) as last_year, sum(failed_checks > 0) as failing,
  -- a region's own report counts its agencies' applications once more
  sum(applications) filter (where scope = 'own') as applications
from reports
"""
_NEWEST_SQL = f"""
select id, label, title, published, failed_checks from reports
    order by published desc, id limit {_MAX_NEWEST_REPORTS}
"""
_BAR_STEP, _BAR_AREA_HEIGHT, _BAR_TOP, _CHART_MIN_WIDTH = 70, 420, 24, 558


async def _fetch_rows(database: Any, sql: str) -> list[Any]:
    return list((await database.execute(sql)).rows)


def _bars(years: list[tuple[int, int]]) -> tuple[Bar, ...]:
    most = max((reports for _, reports in years), default=0)
    left = max(0, _CHART_MIN_WIDTH - len(years) * _BAR_STEP) / 2
    bars = []
    for place, (year, reports) in enumerate(years):
        height = round(_BAR_AREA_HEIGHT * reports / most, 1)
        bars.append(
            Bar(year, reports, left + place * _BAR_STEP, _BAR_TOP + _BAR_AREA_HEIGHT - height, height)
        )
    return tuple(bars)


@cache
def _tile_positions() -> tuple[tuple[int, int, str, str], ...]:
    """Column, row, short name and full name of each province on the grid."""
    data = tomllib.loads(files(__package__).joinpath("home.toml").read_text(encoding="utf-8"))
    return tuple(
        (column, row, name, data["names"].get(name, name + "省"))
        for row, line in enumerate(data["drawing"])
        for column, name in enumerate(line.split())
        if name != _EMPTY_TILE
    )


def _tiles(reports: dict[str | None, int]) -> tuple[Tile, ...]:
    most = max((reports.get(full, 0) for *_, full in _tile_positions()), default=0)

    def shade(count: int) -> int:
        return min(_SHADE_COUNT, 1 + _SHADE_COUNT * count // (most + 1)) if count else 0

    return tuple(
        Tile(
            name,
            full,
            reports.get(full, 0),
            column * _TILE_STEP,
            row * _TILE_STEP,
            shade(reports.get(full, 0)),
        )
        for column, row, name, full in _tile_positions()
    )
