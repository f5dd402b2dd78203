"""Decides which columns a table page shows; downloads contain all columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from archive.database import load_schema
from archive.forms import TABLE_KEYS

# Columns that repeat the label of the row or say how the row was produced.
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
# Tables whose rows are linked by their label because their key column is hidden.
_TABLES_LINKED_BY_LABEL = ("reports", "agencies", "documents", "captures")


def hidden_columns(table: str, parameters: Mapping[str, Any]) -> set[str]:
    """Columns that the page hides; none if the visitor chose the columns."""
    return set() if "_col" in parameters or "_nocol" in parameters else _HIDDEN_COLUMNS.get(table, set())


def label_column(table: str) -> str:
    """The column that links to the page of its row; "" if the key column does."""
    return load_schema().table(table).label if table in _TABLES_LINKED_BY_LABEL else ""


def visible_cells(cells: Iterable[Mapping[str, Any]], hidden: set[str], name: str) -> list[Mapping[str, Any]]:
    """The cells (or columns) that the page shows; `name` is the key with the name of their column."""
    return [cell for cell in cells if cell[name] not in hidden]
