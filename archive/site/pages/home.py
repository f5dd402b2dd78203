"""The figures of the home page: how much there is, by year and by province."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_STEP = 62
_SHADES = 4
_NEWEST = 8
_EMPTY = "·"


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
    elsewhere: int
    newest: list[Any]

    @property
    def base(self) -> int:
        """Where the bars stand."""
        return _BAR_TOP + _BAR_AREA

    @property
    def chart_width(self) -> int:
        """Of the bar chart: that of the grid beside it, or more where there are many years."""
        return max(_CHART, len(self.bars) * _BAR_STEP)

    @property
    def width(self) -> int:
        """Of the tile grid."""
        return max(tile.x for tile in self.tiles) + _STEP

    @property
    def height(self) -> int:
        """Of the tile grid."""
        return max(tile.y for tile in self.tiles) + _STEP


async def home_page(database: Any) -> HomePage:
    """The home page of a release."""
    [counts] = await _ask(database, _COUNTS)
    years = await _ask(database, "select year, count(*) as reports from reports group by year order by year")
    provinces = await _ask(database, "select province, count(*) as reports from reports group by province")
    by_province = {row["province"]: row["reports"] for row in provinces}
    tiles = _tiles(by_province)
    return HomePage(
        counts=counts,
        bars=_bars([(row["year"], row["reports"]) for row in years]),
        tiles=tiles,
        elsewhere=counts["reports"] - sum(tile.reports for tile in tiles),
        newest=await _ask(database, _NEW),
    )


_COUNTS = """
select count(*) as reports, count(distinct agency_id) as agencies, min(year) as first_year,
  max(year) as last_year, sum(failed_checks > 0) as failing,
  -- a region's own report counts its agencies' applications once more
  sum(applications) filter (where scope = 'own') as applications
from reports
"""
_NEW = f"""
select id, label, title, published, failed_checks from reports order by published desc, id limit {_NEWEST}
"""
_BAR_STEP, _BAR_AREA, _BAR_TOP, _CHART = 70, 420, 24, 558


async def _ask(database: Any, sql: str) -> list[Any]:
    return list((await database.execute(sql)).rows)


def _bars(years: list[tuple[int, int]]) -> tuple[Bar, ...]:
    most = max((reports for _, reports in years), default=0)
    left = max(0, _CHART - len(years) * _BAR_STEP) / 2
    bars = []
    for place, (year, reports) in enumerate(years):
        height = round(_BAR_AREA * reports / most, 1)
        bars.append(Bar(year, reports, left + place * _BAR_STEP, _BAR_TOP + _BAR_AREA - height, height))
    return tuple(bars)


@cache
def _places() -> tuple[tuple[int, int, str, str], ...]:
    """Column, row, short name and full name of each province on the grid."""
    said = tomllib.loads(files(__package__).joinpath("home.toml").read_text(encoding="utf-8"))
    return tuple(
        (column, row, name, said["names"].get(name, name + "省"))
        for row, line in enumerate(said["drawing"])
        for column, name in enumerate(line.split())
        if name != _EMPTY
    )


def _tiles(reports: dict[str | None, int]) -> tuple[Tile, ...]:
    most = max((reports.get(full, 0) for *_, full in _places()), default=0)

    def shade(count: int) -> int:
        return min(_SHADES, 1 + _SHADES * count // (most + 1)) if count else 0

    return tuple(
        Tile(name, full, reports.get(full, 0), column * _STEP, row * _STEP, shade(reports.get(full, 0)))
        for column, row, name, full in _places()
    )
