"""Where a report, and a figure in it, came from: its row in the release, its archived bytes, its cell."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.build.read_results import Parser
from archive.database.archived_tables import StoredGrid, stored_grid
from archive.database.schema import load_schema
from archive.forms import TABLE_KEYS, forms
from archive.model import Cell
from archive.model.report import MERGED
from archive.presentation.check_usage import is_used_by_check
from archive.presentation.figures import DisplayedFigure, displayed_figures
from archive.provenance.evidence import Evidence, evidence_of
from archive.provenance.lookup import NotFound, find_figure, find_report
from archive.provenance.reread import RereadResult, reread_report

__all__ = ["Explanation", "FigureOrigin", "NotFound", "explain"]

DataRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """One figure: what the release says, and the cell in the table as the archive holds it.

    `grid` and `cell` come from the bytes, read again; from the release where they cannot be read
    (`from_release`), and are None where the report does not print the figure.
    """

    figure: DisplayedFigure
    grid: StoredGrid | None
    cell: Cell | None
    is_from_release: bool
    checks: tuple[DataRow, ...]

    @property
    def printed_text(self) -> str:
        """What the original prints there, the candidates where the place is uncertain; "" for nothing."""
        if self.cell:
            return self.cell.text.strip()
        return "" if self.figure.raw == MERGED else self.figure.raw

    @property
    def missing_reason(self) -> str:
        """Why nothing is printed, in words: blank is not absent, and a merged row is neither."""
        if self.cell:
            return "空白"
        return "没有单列，并在同组的一行里" if self.figure.raw == MERGED else "没有这一格"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A report: its rows, the files it was read from, what reading them today gives, and one figure."""

    report: DataRow
    candidates: tuple[DataRow, ...]
    checks: tuple[DataRow, ...]
    figures: Mapping[str, DisplayedFigure]
    files: tuple[Evidence, ...]
    reread: RereadResult
    origin: FigureOrigin | None

    @property
    def discrepancies(self) -> tuple[str, ...]:
        """What is broken between the bytes and the release, a line each; nothing where all holds."""
        broken = [one.fault for one in self.files if one.fault]
        again = [self.reread.fault] if self.reread.fault else []
        return (*broken, *again, *self.reread.differences)


def explain(data: Path, report: str, figure: str = "", parser: Parser | None = None) -> Explanation:
    """Explain a report of the current release under `data`, and a figure of it where one is given.

    Both may be given in words (`archive.provenance.lookup`). Raises `NotFound`.
    """
    database = data / "current" / "archive.db"
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        report_id = find_report(connection, report)
        connection.row_factory = sqlite3.Row
        [row] = _table_rows(connection, "reports", "id", report_id)
        key = find_figure(row["form"], figure) if figure else ""
        files = evidence_of(connection, data / "warc", report_id)
        again = reread_report(connection, data / "warc", row, parser or Parser())
        parts = {
            name: _table_rows(connection, name, "report_id", report_id)
            for name in (*_REPORT_PARTS, *TABLE_KEYS)
        }
    tables = {name: parts[name] for name in TABLE_KEYS}
    figures = displayed_figures(row["form"], tables, parts["cells"], ()) if row["form"] in forms() else {}
    return Explanation(
        report=row,
        candidates=tuple(parts["candidates"]),
        checks=tuple(parts["checks"]),
        figures=figures,
        files=files,
        reread=again,
        origin=_figure_origin(key, figures[key], row["form"], parts, again) if key else None,
    )


_REPORT_PARTS = ("candidates", "checks", "cells", "grids")


def _figure_origin(
    key: str,
    figure: DisplayedFigure,
    form_id: str,
    parts: Mapping[str, list[dict[str, Any]]],
    reread: RereadResult,
) -> FigureOrigin:
    checks = tuple(check for check in parts["checks"] if is_used_by_check(check, key, form_id))
    grids: list[Any] = list(reread.rows["grids"]) if reread.rows else parts["grids"]
    for row in grids:
        grid = stored_grid(row, form_id)
        if key in grid.figures:
            return FigureOrigin(figure, grid, grid.cells[grid.figures[key]], reread.rows is None, checks)
    return FigureOrigin(figure, None, None, reread.rows is None, checks)


def _table_rows(connection: sqlite3.Connection, table: str, column: str, value: int) -> list[dict[str, Any]]:
    order = ", ".join(f"[{name}]" for name in load_schema().table(table).key)
    found = connection.execute(f"SELECT * FROM [{table}] WHERE [{column}] = ? ORDER BY {order}", (value,))
    return [dict(row) for row in found]
