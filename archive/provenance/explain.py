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
from archive.database.schema import load
from archive.forms import TABLES, forms
from archive.model import Cell
from archive.model.report import MERGED
from archive.presentation.check_usage import uses
from archive.presentation.figures import Shown, shown
from archive.provenance.evidence import Evidence, evidence_of
from archive.provenance.lookup import NotFound, figure_of, report_of
from archive.provenance.reread import Again, read_again

__all__ = ["Explanation", "NotFound", "Origin", "explain"]

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """One figure: what the release says, and the cell in the table as the archive holds it.

    `grid` and `cell` come from the bytes, read again; from the release where they cannot be read
    (`from_release`), and are None where the report does not print the figure.
    """

    figure: Shown
    grid: StoredGrid | None
    cell: Cell | None
    from_release: bool
    checks: tuple[Told, ...]

    @property
    def printed(self) -> str:
        """What the original prints there, the candidates where the place is uncertain; "" for nothing."""
        if self.cell:
            return self.cell.text.strip()
        return "" if self.figure.raw == MERGED else self.figure.raw

    @property
    def silence(self) -> str:
        """Why nothing is printed, in words: blank is not absent, and a merged row is neither."""
        if self.cell:
            return "空白"
        return "没有单列，并在同组的一行里" if self.figure.raw == MERGED else "没有这一格"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A report: its rows, the files it was read from, what reading them today gives, and one figure."""

    report: Told
    candidates: tuple[Told, ...]
    checks: tuple[Told, ...]
    figures: Mapping[str, Shown]
    files: tuple[Evidence, ...]
    again: Again
    origin: Origin | None

    @property
    def faults(self) -> tuple[str, ...]:
        """What is broken between the bytes and the release, a line each; nothing where all holds."""
        broken = [one.fault for one in self.files if one.fault]
        again = [self.again.fault] if self.again.fault else []
        return (*broken, *again, *self.again.differences)


def explain(data: Path, report: str, figure: str = "", parser: Parser | None = None) -> Explanation:
    """Explain a report of the current release under `data`, and a figure of it where one is given.

    Both may be given in words (`archive.provenance.lookup`). Raises `NotFound`.
    """
    database = data / "current" / "archive.db"
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        report_id = report_of(connection, report)
        connection.row_factory = sqlite3.Row
        [row] = _rows(connection, "reports", "id", report_id)
        key = figure_of(row["form"], figure) if figure else ""
        files = evidence_of(connection, data / "warc", report_id)
        again = read_again(connection, data / "warc", row, parser or Parser())
        parts = {name: _rows(connection, name, "report_id", report_id) for name in (*_PARTS, *TABLES)}
    tables = {name: parts[name] for name in TABLES}
    figures = shown(row["form"], tables, parts["cells"], ()) if row["form"] in forms() else {}
    return Explanation(
        report=row,
        candidates=tuple(parts["candidates"]),
        checks=tuple(parts["checks"]),
        figures=figures,
        files=files,
        again=again,
        origin=_origin(key, figures[key], row["form"], parts, again) if key else None,
    )


_PARTS = ("candidates", "checks", "cells", "grids")


def _origin(
    key: str, figure: Shown, form_id: str, parts: Mapping[str, list[dict[str, Any]]], again: Again
) -> Origin:
    checks = tuple(check for check in parts["checks"] if uses(check, key, form_id))
    grids: list[Any] = list(again.rows["grids"]) if again.rows else parts["grids"]
    for row in grids:
        grid = stored_grid(row, form_id)
        if key in grid.figures:
            return Origin(figure, grid, grid.cells[grid.figures[key]], again.rows is None, checks)
    return Origin(figure, None, None, again.rows is None, checks)


def _rows(connection: sqlite3.Connection, table: str, column: str, value: int) -> list[dict[str, Any]]:
    order = ", ".join(f"[{name}]" for name in load().table(table).key)
    found = connection.execute(f"SELECT * FROM [{table}] WHERE [{column}] = ? ORDER BY {order}", (value,))
    return [dict(row) for row in found]
