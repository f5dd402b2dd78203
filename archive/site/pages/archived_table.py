"""Collects the data of the page that shows one archived table and the cell of a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.checks import catalog
from archive.database import StoredGrid, stored_grid
from archive.forms import TABLE_KEYS
from archive.model import Cell
from archive.presentation import (
    DataRow,
    DisplayedFigure,
    FailedCheck,
    TableDrawing,
    displayed_figures,
    draw_table,
    failed_check,
    is_used_by_check,
    location_label,
)
from archive.site.app import fetch_rows
from archive.site.pages.report import web_address

_REPORT_SQL = "select * from reports where id = :id"
_GRIDS_SQL = "select number, figures, cells, kind from grids where report_id = :id order by number"
_CAPTURE_SQL = """
select d.url, d.digest, d.media_type, c.fetched, c.file, c.offset, c.record
from documents d left join captures c on c.id = d.capture_id where d.id = :id
"""
_REPORT_ROWS_SQL = "select * from {table} where report_id = :id"


@dataclass(frozen=True, slots=True)
class CheckUsage:
    """A check that used the figure: its result, and the check in words."""

    result: str
    check: FailedCheck


@dataclass(frozen=True, slots=True)
class GridPage:
    """One archived table, ready for its template.

    `figure` and `cell` are None if no figure was requested or the table does not contain it; `name` is the
    figure in words, `names` those of all figures in the table. `capture` is the record of the bytes.
    """

    report: DataRow
    grid: StoredGrid
    drawing: TableDrawing
    figure: DisplayedFigure | None
    cell: Cell | None
    name: str
    names: Mapping[str, str]
    check_usages: tuple[CheckUsage, ...]
    grid_numbers: tuple[int, ...]
    capture: DataRow
    original_url: str | None
    requested_figure: str


async def grid_page(database: Any, report_id: int, number: int, requested_figure: str) -> GridPage:
    """The page of table `number` of a report with the cell of `requested_figure` marked; both must exist."""
    [report] = await fetch_rows(database, _REPORT_SQL, id=report_id)
    grids = await fetch_rows(database, _GRIDS_SQL, id=report_id)
    grid = next(stored_grid(row, report["form"]) for row in grids if row["number"] == number)
    figure = requested_figure if requested_figure in grid.figures else ""
    checks = await _report_rows(database, "checks", report_id) if figure else []
    [capture] = await fetch_rows(database, _CAPTURE_SQL, id=report["document_id"])
    return GridPage(
        report=report,
        grid=grid,
        drawing=draw_table(grid, figure),
        figure=await _load_figure(database, report, figure) if figure else None,
        cell=grid.cells[grid.figures[figure]] if figure else None,
        name=figure_name(figure),
        names={key: figure_name(key) for key in grid.figures},
        check_usages=tuple(_check_usages(checks, figure, report["form"])),
        grid_numbers=tuple(row["number"] for row in grids),
        capture=capture,
        original_url=web_address(capture["url"]),
        requested_figure=requested_figure,
    )


async def _load_figure(database: Any, report: DataRow, key: str) -> DisplayedFigure:
    tables = {name: await _report_rows(database, name, report["id"]) for name in TABLE_KEYS}
    cells = await _report_rows(database, "cells", report["id"])
    return displayed_figures(report["form"], tables, cells, ())[key]


def figure_name(key: str) -> str:
    """The figure `key` in words: `表三 （一）予以公开·总计`; "" for an empty key."""
    return location_label(*key.split(".")) if key else ""


def _check_usages(checks: list[DataRow], figure: str, form: str) -> list[CheckUsage]:
    names = {check.id: check.zh for check in catalog().values()}
    return [
        CheckUsage(check["result"], failed_check(check, names))
        for check in checks
        if is_used_by_check(check, figure, form)
    ]


async def _report_rows(database: Any, table: str, report_id: int) -> list[Any]:
    return await fetch_rows(database, _REPORT_ROWS_SQL.format(table=table), id=report_id)
