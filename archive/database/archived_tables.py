"""The archived tables that figures came from, as rows of `grids`: every cell, and which cell a figure is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.forms import form
from archive.model import Cell, Figure, Grid, GridKind, Report

MAX_STORED_CHARACTERS = 4000
"""Characters of one cell that are kept here; the whole text of a figure's cell stands in `cells`."""

CellIndexes = dict[str, int]
"""Figure → place of its cell among the cells of a grid."""


@dataclass(frozen=True, slots=True)
class StoredGrid:
    """One archived table: its cells in reading order (separators spelled out), and the figures in it."""

    number: int
    kind: GridKind
    cells: tuple[Cell, ...]
    figures: CellIndexes


def grid_rows(report: Report) -> Iterator[dict[str, object]]:
    """The tables of `report` from which a figure, or a row that no form knows, was taken."""
    held: dict[int, list[Figure]] = {row.position.grid: [] for row in report.extra_rows}
    held |= {cell.position.grid: [] for cell in report.legacy_cells}
    for figure in report.figures:
        if figure.position:
            held.setdefault(figure.position.grid, []).append(figure)
    for number, grid in enumerate(report.grids):
        if number in held:
            yield _grid_row(report.form, number, grid, held[number])


def stored_grid(row: Mapping[str, Any], form_id: str) -> StoredGrid:
    """A row of `grids`, of a report in the form `form_id`, as it was read."""
    cells = tuple(
        Cell(text, place, column, *spans) for place, column, text, *spans in json.loads(row["cells"])
    )
    return StoredGrid(
        row["number"], GridKind(row["kind"]), cells, parse_cell_indexes(row["figures"], form_id)
    )


def parse_cell_indexes(figures: str, form_id: str) -> CellIndexes:
    """The column `figures` of a row of `grids`, of a report in the form `form_id`."""
    told: Mapping[str, Mapping[str, list[int | None]]] = json.loads(figures)
    return {
        f"{table}.{row}.{column.key}": place
        for table, rows in told.items()
        for row, places in rows.items()
        for column, place in zip(form(form_id).table(table).rows_by_key[row].columns, places, strict=True)
        if place is not None
    }


def _grid_row(form_id: str, number: int, grid: Grid, figures: list[Figure]) -> dict[str, object]:
    cells = list(grid.expanded_cells())
    at = {(cell.row, cell.column): place for place, cell in enumerate(cells)}
    places = {
        (one.table, one.row, one.column): at.get((one.position.row, one.position.column))
        for one in figures
        if one.position
    }
    told: dict[str, dict[str, list[int | None]]] = {}
    for table, row, _ in places:
        columns = form(form_id).table(table).rows_by_key[row].columns
        told.setdefault(table, {})[row] = [places.get((table, row, column.key)) for column in columns]
    return {
        "number": number,
        "kind": grid.kind.value,
        "cells": _to_json([_encode_cell(cell) for cell in cells]),
        "figures": _to_json(told),
    }


def _encode_cell(cell: Cell) -> list[object]:
    text = cell.text if len(cell.text) <= MAX_STORED_CHARACTERS else cell.text[:MAX_STORED_CHARACTERS] + "…"
    spans = [cell.rowspan, cell.colspan] if cell.rowspan > 1 or cell.colspan > 1 else []
    return [cell.row, cell.column, text, *spans]


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
