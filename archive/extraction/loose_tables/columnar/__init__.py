"""Reads tables that were printed column by column."""

from __future__ import annotations

from archive.extraction.loose_tables.columnar.tables import columnar_rows

__all__ = ["columnar_rows"]
