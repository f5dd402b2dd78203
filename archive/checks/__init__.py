"""Checks of one report: structure and coverage first, then cells, sums, prose. Nothing is ever repaired."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic
from archive.checks.attribution import judged
from archive.checks.catalog import Check, catalog
from archive.checks.cell_values import cell_checks
from archive.checks.comparison.files import Filed, files_differ
from archive.checks.deadlines import timeliness
from archive.checks.plausibility import expected_figures
from archive.checks.prose import prose
from archive.checks.structure import Facts, structure

__all__ = [
    "Check",
    "Facts",
    "Filed",
    "arithmetic",
    "catalog",
    "cell_checks",
    "expected_figures",
    "files_differ",
    "judged",
    "prose",
    "structure",
    "timeliness",
]
