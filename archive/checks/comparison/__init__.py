"""Compares documents: the files of a report, consecutive years of an agency, sections that were copied."""

from __future__ import annotations

from archive.checks.comparison.files import FileReport, file_findings

__all__ = [
    "FileReport",
    "file_findings",
]
