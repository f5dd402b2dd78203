"""Checks of one report: structure and coverage first, then cells, sums, prose. Nothing is ever repaired."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic_findings
from archive.checks.attribution import with_attribution
from archive.checks.catalog import Check, catalog
from archive.checks.cell_values import cell_findings
from archive.checks.comparison.files import FileReport, file_findings
from archive.checks.deadlines import deadline_findings
from archive.checks.plausibility import plausibility_findings
from archive.checks.prose import prose_findings
from archive.checks.structure import StructureInput, structure_findings

__all__ = [
    "Check",
    "FileReport",
    "StructureInput",
    "arithmetic_findings",
    "catalog",
    "cell_findings",
    "deadline_findings",
    "file_findings",
    "plausibility_findings",
    "prose_findings",
    "structure_findings",
    "with_attribution",
]
