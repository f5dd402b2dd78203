"""Which columns a table page shows: those one reads at a glance; a download has them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.database import load_schema
from archive.forms import TABLE_KEYS

# What repeats the label of the row, or speaks of how the row was made.
_HIDDEN_REPORT_COLUMNS = (
    "id agency_id agency agency_printed scope title level signed provenance reader media_type url source_id "
    "document_id parsed"
)
_POSITION_COLUMNS = {"number", "row", "grid", "grid_row"}
_HIDDEN_COLUMNS = {
    "reports": set(_HIDDEN_REPORT_COLUMNS.split()),
    **dict.fromkeys(TABLE_KEYS, _POSITION_COLUMNS),
    "cells": {"figure", "grid", "grid_row", "grid_column"},
    "legacy_cells": {"number", "grid", "grid_row", "grid_column"},
    "grids": {"cells", "figures"},
    "checks": {"number", "explanation"},
    "agencies": {"id"},
    "documents": {"id", "page", "digest", "parsed", "capture_id"},
    "captures": {"id", "run", "digest", "file", "offset", "length", "refers_to"},
}
# Tables whose rows are opened by their label, since their key is left out.
_TABLES_LINKED_BY_LABEL = ("reports", "agencies", "documents", "captures")


def hidden_columns(table: str, parameters: Mapping[str, Any]) -> set[str]:
    """Columns that a page leaves out, unless the visitor chose the columns himself."""
    return set() if "_col" in parameters or "_nocol" in parameters else _HIDDEN_COLUMNS.get(table, set())


def label_column(table: str) -> str:
    """The column that names a row and so links to its page, where the key is left out."""
    return next(
        (
            table_schema.label
            for table_schema in load_schema().tables
            if table_schema.name == table and table in _TABLES_LINKED_BY_LABEL
        ),
        "",
    )


def visible_cells(cells: Iterable[Mapping[str, Any]], hidden: set[str], name: str) -> list[Mapping[str, Any]]:
    """`cells` (or columns, told apart by `name`) that the page shows."""
    return [cell for cell in cells if cell[name] not in hidden]
