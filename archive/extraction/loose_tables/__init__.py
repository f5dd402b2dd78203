"""Finds statutory tables that were printed without a grid: one cell a line, tabs, bars, aligned columns."""

from __future__ import annotations

from archive.extraction.loose_tables.gathering import gather_loose_tables

__all__ = ["gather_loose_tables"]
