"""What workers return for a group of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.database import IndexEntry, ReportKey, ReportRows
from archive.model import Document, Report
from archive.parse import PARSER_VERSION, parse_document


@dataclass(frozen=True)
class Parser:
    """How a document is read; `version` changes with everything that it makes of one."""

    version: str = PARSER_VERSION
    parse: Callable[[Document], Report] = parse_document


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one file. `key` is set where it says whose it is, `rank` orders rivals, best first."""

    url: str
    state: str
    detail: str
    media_type: str
    figures: int = 0
    key: ReportKey | None = None
    rank: tuple[int, int, str] = (0, 0, "")


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """A file that stands for a report: its rows, its entry in the search index, the marks of its texts."""

    result: DocumentResult
    key: ReportKey
    rows: ReportRows
    index_entry: IndexEntry
    minhash_bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group as read: every member's outcome, and the reports among them."""

    page: str
    parser_version: str
    files: tuple[DocumentResult, ...]
    versions: tuple[ReportVersion, ...]
