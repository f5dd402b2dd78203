"""Converts the statistics table of a report for a year before 2019 to rows of `legacy_cells`."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import Report

PATH_SEPARATOR = " > "
"""Text between the labels of a path."""


def legacy_rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield one row for each value cell of the table, in reading order."""
    for number, cell in enumerate(report.legacy_cells):
        yield {
            "number": number,
            "path": PATH_SEPARATOR.join(cell.path),
            "label": cell.label,
            "unit": cell.unit,
            "column_name": cell.column,
            "state": cell.state.value,
            "raw": cell.raw,
            "value": None if cell.number is None else float(cell.number),
            "grid": cell.position.grid,
            "grid_row": cell.position.row,
            "grid_column": cell.position.column,
        }
