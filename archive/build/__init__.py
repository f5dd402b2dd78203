"""Builds a release from the archive: reads documents, checks reports, publishes the database."""

from __future__ import annotations

from archive.build.builder import Builder, build
from archive.build.document_groups import group_captures
from archive.build.group_reader import read_groups
from archive.build.imports import ImportedDocuments, imported_documents
from archive.build.read_results import Parser
from archive.build.result import BuildResult, Change, FileOutcome
from archive.build.retries import files_not_read_yet
from archive.build.source_facts import SourceFacts
from archive.build.year_checks import YEAR_CHECK_NUMBERS

__all__ = [
    "YEAR_CHECK_NUMBERS",
    "BuildResult",
    "Builder",
    "Change",
    "FileOutcome",
    "ImportedDocuments",
    "Parser",
    "SourceFacts",
    "build",
    "files_not_read_yet",
    "group_captures",
    "imported_documents",
    "read_groups",
]
