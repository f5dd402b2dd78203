"""Checks of one report: structure and coverage first, then cells, sums, prose. Nothing is ever repaired."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic
from archive.checks.catalog import Check, catalog
from archive.checks.cells import cell_checks
from archive.checks.prose import prose
from archive.checks.structure import Facts, structure

__all__ = ["Check", "Facts", "arithmetic", "catalog", "cell_checks", "prose", "structure"]
