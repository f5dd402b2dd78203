"""Dataclasses that workers return for a group of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.database import IndexEntry, ReportKey, ReportRows
from archive.model import Document, Report
from archive.parse import PARSER_VERSION, parse_document


@dataclass(frozen=True)
class Parser:
    """How a document is read; `version` changes with the results."""

    version: str = PARSER_VERSION
    parse: Callable[[Document], Report] = parse_document


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The result of reading one file.

    `key` is None if the file is no report or its agency or year is unknown. Of several files with the same
    report, that with the smallest `rank` is kept. `figures` is the number of figures that are printed.
    """

    url: str
    state: str
    detail: str
    media_type: str
    figures: int = 0
    key: ReportKey | None = None
    rank: tuple[int, int, str] = (0, 0, "")


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """A file that yields a report: its rows, search index entry and MinHash bands."""

    result: DocumentResult
    key: ReportKey
    rows: ReportRows
    index_entry: IndexEntry
    minhash_bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group as read: the result of every file, and the reports among them."""

    page: str
    parser_version: str
    files: tuple[DocumentResult, ...]
    versions: tuple[ReportVersion, ...]
