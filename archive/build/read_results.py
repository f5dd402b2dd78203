"""What workers return for a group of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit
from archive import parse
from archive.text import media_types
from archive.warc import content_encoding, gzip_members, reader
from archive.build.document_groups import Group, Member
from archive.checks import Filed, files_differ
from archive.checks.comparison.similarity import compared
from archive.checks.comparison.minhash import marks
from archive.workers.child import Begin
from archive.model import (
    Candidate,
    Document,
    NotAReport,
    Provenance,
    Report,
    Role,
    TooCostly,
    UnreadableFile,
)
from archive.readers import read as read_blocks
from archive.database.fulltext import Entry, entry_of
from archive.database.ids import number_of
from archive.database.rows import Key, Origin, Rows, found, key_of, rows_of


@dataclass(frozen=True)
class Parser:
    """How a document is read; `version` changes with everything that it makes of one."""

    version: str = parse.VERSION
    parse: Callable[[Document], Report] = parse.parse


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one file. `key` is set where it says whose it is, `rank` orders rivals, best first."""

    url: str
    state: str
    detail: str
    media_type: str
    figures: int = 0
    key: Key | None = None
    rank: tuple[int, int, str] = (0, 0, "")


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that stands for a report: its rows, its entry in the search index, the marks of its texts."""

    read: Read
    key: Key
    rows: Rows
    entry: Entry
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupRead:
    """A group as read: every member's outcome, and the reports among them."""

    page: str
    parsed: str
    files: tuple[Read, ...]
    claims: tuple[Claim, ...]
