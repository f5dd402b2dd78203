"""Checks of one report: structure and coverage first, then cells, sums, prose. Nothing is ever repaired."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic
from archive.checks.catalog import Check, catalog
from archive.checks.cells import cell_checks
from archive.checks.expecting import expected_figures
from archive.checks.files import Filed, files_differ
from archive.checks.prose import prose
from archive.checks.structure import Facts, structure
from archive.checks.timeliness import timeliness
from archive.checks.verdicts import judged

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
