"""Queries and lays out the home page: totals, reports by year and by province."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from archive.model import DataRecord, load_data
from archive.site.app import fetch_rows

# Lengths are units of the SVG drawings.
_TILE_STEP = 62
_BAR_STEP, _BAR_AREA_HEIGHT, _BAR_TOP, _CHART_MIN_WIDTH = 70, 420, 24, 558
_SHADE_COUNT = 4
_MAX_NEWEST_REPORTS = 8
_EMPTY_TILE = "·"
_COUNTS_SQL = """
select count(*) as reports, count(distinct agency_id) as agencies, min(year) as first_year,
  max(year) as last_year, sum(failed_checks > 0) as failing,
  -- The report of a whole region counts the applications of its agencies a second time.
  sum(applications) filter (where scope = 'own') as applications
from reports
"""
_YEARS_SQL = "select year, count(*) as reports from reports group by year order by year"
_PROVINCES_SQL = "select province, count(*) as reports from reports group by province"
_NEWEST_SQL = f"""
select id, label, title, published, failed_checks from reports
    order by published desc, id limit {_MAX_NEWEST_REPORTS}
"""


class _TileGrid(DataRecord, frozen=True):
    """The contents of `home.toml`: the rows of the grid, and full names by short name."""

    drawing: tuple[str, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the bar chart; `x`, `y` and `height` in units of the drawing."""

    year: int
    reports: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tile:
    """One province of the tile grid; `shade` is 0 without reports, up to 4 (darkest) with most reports."""

    name: str
    province: str
    reports: int
    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """The data of the home page of one release."""

    counts: Any
    bars: tuple[Bar, ...]
    tiles: tuple[Tile, ...]
    reports_without_province: int
    newest: list[Any]

    @property
    def baseline(self) -> int:
        """The y coordinate of the lower end of the bars."""
        return _BAR_TOP + _BAR_AREA_HEIGHT

    @property
    def chart_width(self) -> int:
        """Width of the bar chart: that of the tile grid next to it, or more if there are many years."""
        return max(_CHART_MIN_WIDTH, len(self.bars) * _BAR_STEP)

    @property
    def width(self) -> int:
        """Width of the tile grid."""
        return max(tile.x for tile in self.tiles) + _TILE_STEP

    @property
    def height(self) -> int:
        """Height of the tile grid."""
        return max(tile.y for tile in self.tiles) + _TILE_STEP


async def home_page(database: Any) -> HomePage:
    """Query the data of the home page."""
    [counts] = await fetch_rows(database, _COUNTS_SQL)
    years = await fetch_rows(database, _YEARS_SQL)
    provinces = await fetch_rows(database, _PROVINCES_SQL)
    tiles = _tiles({row["province"]: row["reports"] for row in provinces})
    return HomePage(
        counts=counts,
        bars=_bars([(row["year"], row["reports"]) for row in years]),
        tiles=tiles,
        reports_without_province=counts["reports"] - sum(tile.reports for tile in tiles),
        newest=await fetch_rows(database, _NEWEST_SQL),
    )


def _bars(years: list[tuple[int, int]]) -> tuple[Bar, ...]:
    maximum = max((reports for _, reports in years), default=0)
    margin = max(0, _CHART_MIN_WIDTH - len(years) * _BAR_STEP) / 2
    bars = []
    for index, (year, reports) in enumerate(years):
        height = round(_BAR_AREA_HEIGHT * reports / maximum, 1)
        bars.append(
            Bar(year, reports, margin + index * _BAR_STEP, _BAR_TOP + _BAR_AREA_HEIGHT - height, height)
        )
    return tuple(bars)


@cache
def _tile_positions() -> tuple[tuple[int, int, str, str], ...]:
    """Column, row, short name and full name of each province on the grid."""
    grid = load_data(__package__, "home.toml", _TileGrid)
    return tuple(
        (column, row, name, grid.names.get(name, name + "省"))
        for row, line in enumerate(grid.drawing)
        for column, name in enumerate(line.split())
        if name != _EMPTY_TILE
    )


def _tiles(reports: dict[str | None, int]) -> tuple[Tile, ...]:
    """The tiles; `reports` counts the reports by the full name of the province."""
    maximum = max((reports.get(province, 0) for *_, province in _tile_positions()), default=0)

    def shade(count: int) -> int:
        return min(_SHADE_COUNT, 1 + _SHADE_COUNT * count // (maximum + 1)) if count else 0

    return tuple(
        Tile(
            name,
            province,
            reports.get(province, 0),
            column * _TILE_STEP,
            row * _TILE_STEP,
            shade(reports.get(province, 0)),
        )
        for column, row, name, province in _tile_positions()
    )
