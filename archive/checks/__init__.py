"""Checks of a report: structure, cells, sums, prose, plausibility, deadlines. Nothing is ever repaired."""

from __future__ import annotations

from archive.checks.arithmetic import arithmetic_findings, equations
from archive.checks.attribution import with_attribution
from archive.checks.catalog import Check, catalog
from archive.checks.cell_values import cell_findings
from archive.checks.comparison import (
    FileReport,
    SectionTexts,
    YearFigures,
    comparable_sections,
    file_findings,
    minhash_bands,
    similar_sections,
    similarity_finding,
    year_findings,
)
from archive.checks.deadlines import deadline_findings
from archive.checks.legacy import legacy_figures, legacy_structure_findings, legacy_sum_findings
from archive.checks.plausibility import plausibility_findings
from archive.checks.prose import prose_findings
from archive.checks.structure import StructureInput, structure_findings

__all__ = [
    "Check",
    "FileReport",
    "SectionTexts",
    "StructureInput",
    "YearFigures",
    "arithmetic_findings",
    "catalog",
    "cell_findings",
    "comparable_sections",
    "deadline_findings",
    "equations",
    "file_findings",
    "legacy_figures",
    "legacy_structure_findings",
    "legacy_sum_findings",
    "minhash_bands",
    "plausibility_findings",
    "prose_findings",
    "similar_sections",
    "similarity_finding",
    "structure_findings",
    "with_attribution",
    "year_findings",
]
