"""The page of one archived table: the cell that a figure was taken from, and how it came into the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.checks.catalog import catalog
from archive.database.archived_tables import StoredGrid, stored_grid
from archive.forms import TABLES
from archive.model import Cell
from archive.presentation.check_usage import uses
from archive.presentation.figures import DataRow, Failure, Shown, failure, place, shown
from archive.presentation.table_drawing import Drawing, drawing
from archive.site.pages.report import web_address

_REPORT = "select * from reports where id = :id"
_GRIDS = "select number, figures, cells, kind from grids where report_id = :id order by number"
_CAPTURE = """
select d.url, d.digest, d.media_type, c.fetched, c.file, c.offset, c.record
from documents d left join captures c on c.id = d.capture_id where d.id = :id
"""
_PART = "select * from {table} where report_id = :id"


@dataclass(frozen=True, slots=True)
class Use:
    """A check that used the figure: how it ended, and in words what it says."""

    result: str
    said: Failure


@dataclass(frozen=True, slots=True)
class GridPage:
    """One archived table, ready for its template; `figure` is None where none was asked for or found."""

    report: DataRow
    grid: StoredGrid
    drawing: Drawing
    figure: Shown | None
    cell: Cell | None
    name: str
    names: Mapping[str, str]
    uses: tuple[Use, ...]
    others: tuple[int, ...]
    capture: DataRow
    original: str | None
    asked: str


async def grid_page(database: Any, report_id: int, number: int, asked: str) -> GridPage:
    """The page of table `number` of a report, both of which exist, with the cell of figure `asked` marked."""
    [report] = await _ask(database, _REPORT, report_id)
    rows = await _ask(database, _GRIDS, report_id)
    grid = next(stored_grid(row, report["form"]) for row in rows if row["number"] == number)
    figure = asked if asked in grid.figures else ""
    checks = await _ask(database, _PART.format(table="checks"), report_id) if figure else []
    [capture] = await _ask(database, _CAPTURE, report["document_id"])
    return GridPage(
        report=report,
        grid=grid,
        drawing=drawing(grid, figure),
        figure=await _figure(database, report, figure) if figure else None,
        cell=grid.cells[grid.figures[figure]] if figure else None,
        name=figure_name(figure),
        names={key: figure_name(key) for key in grid.figures},
        uses=tuple(_uses(checks, figure, report["form"])),
        others=tuple(row["number"] for row in rows),
        capture=capture,
        original=web_address(capture["url"]),
        asked=asked,
    )


async def _figure(database: Any, report: DataRow, key: str) -> Shown:
    tables = {name: await _ask(database, _PART.format(table=name), report["id"]) for name in TABLES}
    cells = await _ask(database, _PART.format(table="cells"), report["id"])
    return shown(report["form"], tables, cells, ())[key]


def figure_name(key: str) -> str:
    """A figure in words: `表三 （一）予以公开·总计`; "" for none."""
    return place(*key.split(".")) if key else ""


def _uses(checks: list[DataRow], figure: str, form: str) -> list[Use]:
    names = {check.id: check.zh for check in catalog().values()}
    return [Use(check["result"], failure(check, names)) for check in checks if uses(check, figure, form)]


async def _ask(database: Any, sql: str, report_id: object) -> list[Any]:
    return list((await database.execute(sql, {"id": report_id})).rows)
