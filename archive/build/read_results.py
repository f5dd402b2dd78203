"""What workers return for a group of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive import parse
from archive.database.fulltext import Entry
from archive.database.rows import Key, Rows
from archive.model import (
    Document,
    Report,
)


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
