"""Converts the tables that figures were taken from to rows of `grids`, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.forms import form
from archive.model import Cell, Figure, Grid, GridKind, Report

MAX_STORED_CHARACTERS = 4000
"""Longer text of a cell is cut here; the table `cells` has the complete text of a figure's cell."""

CellIndexes = dict[str, int]
"""Figure key → index of its cell among the cells of a grid."""


@dataclass(frozen=True, slots=True)
class StoredGrid:
    """One archived table: its cells in reading order, separators included, and the figures in it."""

    number: int
    kind: GridKind
    cells: tuple[Cell, ...]
    figures: CellIndexes


def grid_rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield a row for each table of `report` that holds a figure, a legacy cell or an extra row."""
    figures_by_grid: dict[int, list[Figure]] = {row.position.grid: [] for row in report.extra_rows}
    figures_by_grid |= {cell.position.grid: [] for cell in report.legacy_cells}
    for figure in report.figures:
        if figure.position:
            figures_by_grid.setdefault(figure.position.grid, []).append(figure)
    for number, grid in enumerate(report.grids):
        if number in figures_by_grid:
            yield _grid_row(report.form, number, grid, figures_by_grid[number])


def stored_grid(row: Mapping[str, Any], form_id: str) -> StoredGrid:
    """Return the table in a row of `grids`; the report is in the form `form_id`."""
    cells = tuple(
        Cell(text, cell_row, column, *spans) for cell_row, column, text, *spans in json.loads(row["cells"])
    )
    return StoredGrid(
        row["number"], GridKind(row["kind"]), cells, parse_cell_indexes(row["figures"], form_id)
    )


def parse_cell_indexes(figures: str, form_id: str) -> CellIndexes:
    """Return the cell of each figure from the column `figures` of `grids`; the report is in `form_id`."""
    tables: Mapping[str, Mapping[str, list[int | None]]] = json.loads(figures)
    return {
        f"{table}.{row}.{column.key}": index
        for table, rows in tables.items()
        for row, indexes in rows.items()
        for column, index in zip(form(form_id).table(table).rows_by_key[row].columns, indexes, strict=True)
        if index is not None
    }


def _grid_row(form_id: str, number: int, grid: Grid, figures: list[Figure]) -> dict[str, object]:
    cells = list(grid.expanded_cells())
    index_by_position = {(cell.row, cell.column): index for index, cell in enumerate(cells)}
    indexes = {
        figure.place: index_by_position.get((figure.position.row, figure.position.column))
        for figure in figures
        if figure.position
    }
    tables: dict[str, dict[str, list[int | None]]] = {}
    for table, row, _ in indexes:
        columns = form(form_id).table(table).rows_by_key[row].columns
        tables.setdefault(table, {})[row] = [indexes.get((table, row, column.key)) for column in columns]
    return {
        "number": number,
        "kind": grid.kind.value,
        "cells": _to_json([_encode_cell(cell) for cell in cells]),
        "figures": _to_json(tables),
    }


def _encode_cell(cell: Cell) -> list[object]:
    text = cell.text if len(cell.text) <= MAX_STORED_CHARACTERS else cell.text[:MAX_STORED_CHARACTERS] + "…"
    spans = [cell.rowspan, cell.colspan] if cell.rowspan > 1 or cell.colspan > 1 else []
    return [cell.row, cell.column, text, *spans]


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
