"""Traces a report or one figure back to its row in the release, its archived bytes and its table cell."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archive.build import Parser
from archive.database import StoredGrid, load_schema, stored_grid
from archive.forms import TABLE_KEYS, forms
from archive.model import MERGED_ROW, Cell, translate
from archive.presentation import DisplayedFigure, displayed_figures, is_used_by_check
from archive.provenance.evidence import Evidence, evidence_of
from archive.provenance.lookup import NotFound, find_figure, find_report
from archive.provenance.reread import RereadResult, reread_report

__all__ = ["Explanation", "FigureOrigin", "NotFound", "explain", "trace_figure"]

DataRow = Mapping[str, Any]

_REPORT_PARTS = ("candidates", "checks", "cells", "grids")


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """One figure: its value in the release, its cell in the archived table, and the checks that used it.

    `grid` and `cell` are read again from the archived bytes, or taken from the release if the bytes cannot
    be read (`is_from_release`); both are None if the report does not print the figure.
    """

    figure: DisplayedFigure
    grid: StoredGrid | None
    cell: Cell | None
    is_from_release: bool
    checks: tuple[DataRow, ...]

    @property
    def printed_text(self) -> str:
        """What the original prints in the cell, or all candidates if the position is uncertain."""
        if self.cell:
            return self.cell.text.strip()
        return "" if self.figure.raw == MERGED_ROW else self.figure.raw

    @property
    def missing_reason(self) -> str:
        """Why nothing is printed: the cell is blank, its row is merged into another, or it is absent."""
        if self.cell:
            return translate("空白")
        if self.figure.raw == MERGED_ROW:
            return translate("没有单列，并在同组的一行里")
        return translate("没有这一格")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A report with its rows, its files, the result of reading them again, and the origin of one figure.

    `grids` are read again from the archived bytes, or taken from the release if the bytes cannot be read.
    """

    report: DataRow
    candidates: tuple[DataRow, ...]
    checks: tuple[DataRow, ...]
    figures: Mapping[str, DisplayedFigure]
    files: tuple[Evidence, ...]
    reread: RereadResult
    grids: tuple[DataRow, ...]
    origin: FigureOrigin | None

    @property
    def discrepancies(self) -> tuple[str, ...]:
        """Every difference between the archived bytes and the release, one line each."""
        file_faults = [file.fault for file in self.files if file.fault]
        reread_fault = [self.reread.fault] if self.reread.fault else []
        return (*file_faults, *reread_fault, *self.reread.differences)


def explain(data: Path, report: str, figure: str = "", parser: Parser | None = None) -> Explanation:
    """Explain a report of the current release under `data`, and one of its figures if `figure` is given.

    Both may be given in words (see `archive.provenance.lookup`). Raises `NotFound` if they match nothing, or
    more than one report or figure.
    """
    database = data / "current" / "archive.db"
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        report_id = find_report(connection, report)
        connection.row_factory = sqlite3.Row
        [row] = _table_rows(connection, "reports", "id", report_id)
        key = find_figure(row["form"], figure) if figure else ""
        files = evidence_of(connection, data / "warc", report_id)
        reread = reread_report(connection, data / "warc", row, parser or Parser())
        parts = {
            name: _table_rows(connection, name, "report_id", report_id)
            for name in (*_REPORT_PARTS, *TABLE_KEYS)
        }
    tables = {name: parts[name] for name in TABLE_KEYS}
    figures = displayed_figures(row["form"], tables, parts["cells"], ()) if row["form"] in forms() else {}
    explanation = Explanation(
        report=row,
        candidates=tuple(parts["candidates"]),
        checks=tuple(parts["checks"]),
        figures=figures,
        files=files,
        reread=reread,
        grids=tuple(reread.rows["grids"] if reread.rows else parts["grids"]),
        origin=None,
    )
    return replace(explanation, origin=trace_figure(explanation, key)) if key else explanation


def trace_figure(explanation: Explanation, key: str) -> FigureOrigin:
    """Return the origin of a figure of an explained report; `KeyError` if its form has no such figure."""
    figure, form_id = explanation.figures[key], explanation.report["form"]
    is_from_release = explanation.reread.rows is None
    checks = tuple(check for check in explanation.checks if is_used_by_check(check, key, form_id))
    for row in explanation.grids:
        grid = stored_grid(row, form_id)
        if key in grid.figures:
            return FigureOrigin(figure, grid, grid.cells[grid.figures[key]], is_from_release, checks)
    return FigureOrigin(figure, None, None, is_from_release, checks)


def _table_rows(connection: sqlite3.Connection, table: str, column: str, value: int) -> list[dict[str, Any]]:
    order = ", ".join(f"[{name}]" for name in load_schema().table(table).key)
    rows = connection.execute(f"SELECT * FROM [{table}] WHERE [{column}] = ? ORDER BY {order}", (value,))
    return [dict(row) for row in rows]
