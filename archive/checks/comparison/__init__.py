"""Compares documents: the files of a report, consecutive years of an agency, sections that were copied."""

from __future__ import annotations

from archive.checks.comparison.files import FileReport, file_findings
from archive.checks.comparison.minhash import minhash_bands
from archive.checks.comparison.similarity import (
    SectionTexts,
    comparable_sections,
    similar_sections,
    similarity_finding,
)
from archive.checks.comparison.years import YearFigures, year_findings

__all__ = [
    "FileReport",
    "SectionTexts",
    "YearFigures",
    "comparable_sections",
    "file_findings",
    "minhash_bands",
    "similar_sections",
    "similarity_finding",
    "year_findings",
]
