"""Makes `ledger.db` again from the WARC files, after it was lost, damaged or is of another version."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.ledger.database import DatabaseUnusable
from archive.ledger.ledger import Ledger
from archive.ledger.verify import IntegrityIssue, IssueKind
from archive.model import Capture
from archive.warc import DamagedRecord, read_warcinfo, recover_open_files, scan_file, warc_file_names

logger = logging.getLogger(__name__)
SET_ASIDE_NAME = "ledger.old.db"
"""What an unusable ledger is renamed to: the health of sources is in no other file."""


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What was read: closed WARC files and their records, and what of them could not be indexed."""

    files: int
    records: int
    issues: tuple[IntegrityIssue, ...]


def rebuild_ledger(data_dir: Path, progress: Callable[[int, int], None]) -> RebuildResult:
    """Index all closed WARC files again; `progress` receives the number of files done and of all files.

    A ledger that can be read keeps its runs and the health of its sources. Files of living processes are
    left to them. Rows whose file is gone are removed, and named as an issue.
    """
    with _open_or_set_aside(data_dir) as ledger:
        recover_open_files(ledger.warc_dir)
        issues = list(_remove_missing_files(ledger))
        names = sorted(path.name for path in ledger.warc_dir.glob("*.warc.gz"))
        records = 0
        commands: dict[str, str] = {}
        for number, name in enumerate(names, start=1):
            captures, damaged = _scan(ledger.warc_dir, name)
            ledger.captures.replace_file(name, captures)
            records += len(captures)
            issues += damaged
            about = read_warcinfo(ledger.warc_dir, name)
            commands[about.get("isPartOf", "")] = about.get("description", "")
            progress(number, len(names))
        ledger.runs.add_missing(commands)
    return RebuildResult(len(names), records, tuple(issues))


def _open_or_set_aside(data_dir: Path) -> Ledger:
    path = data_dir / Ledger.FILE_NAME
    try:
        if path.is_file() and not _is_intact(path):
            raise DatabaseUnusable(path.name)
        return Ledger.open(data_dir)
    except DatabaseUnusable:
        logger.warning("%s 不能用，改名为 %s，从 WARC 文件重建", path.name, SET_ASIDE_NAME)
        for suffix in ("", "-wal", "-shm"):
            part = data_dir / f"{Ledger.FILE_NAME}{suffix}"
            if part.exists():
                part.rename(data_dir / f"{SET_ASIDE_NAME}{suffix}")
        return Ledger.open(data_dir)


def _is_intact(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("pragma integrity_check").fetchone() == ("ok",))
    except sqlite3.OperationalError:
        raise  # locked, or the disk fails: says nothing about the file itself
    except sqlite3.DatabaseError:
        return False


def _remove_missing_files(ledger: Ledger) -> Iterator[IntegrityIssue]:
    for file in sorted(ledger.captures.file_names() - warc_file_names(ledger.warc_dir)):
        ledger.captures.replace_file(file, ())
        yield IntegrityIssue(IssueKind.MISSING_FILE, file)


def _scan(folder: Path, file: str) -> tuple[list[Capture], list[IntegrityIssue]]:
    captures: list[Capture] = []
    issues: list[IntegrityIssue] = []
    for item in scan_file(folder, file):
        if isinstance(item, DamagedRecord):
            issues.append(IntegrityIssue(IssueKind.DAMAGED, file, item.offset, detail=item.reason))
        else:
            captures.append(item)
    return captures, issues
