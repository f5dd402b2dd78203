"""Finds archived records that are damaged or gone before a build relies on them.

Each WARC file is read once and then only if it has changed, or if something was wrong with it: what stands in
a release would otherwise hide that its bytes are lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from archive.ledger import IntegrityIssue, IssueKind, Ledger, verify_file
from archive.warc import ArchiveDamaged, locate_file, warc_file_names

CHECKED_FILE = ".checked.json"
"""In the folder of releases: size and time of each WARC file in which nothing was wrong. May be lost."""
_LOSSES = frozenset(
    {
        IssueKind.MISSING_FILE,
        IssueKind.MISSING_RECORD,
        IssueKind.DAMAGED,
        IssueKind.BLOCK_DIGEST,
        IssueKind.PAYLOAD_DIGEST,
    }
)
"""What costs a record. A record without a row, or another one, is a fault of the ledger alone."""


def find_record_losses(
    ledger: Ledger, folder: Path, progress: Callable[[int, int], None], *, full: bool
) -> tuple[IntegrityIssue, ...]:
    """Return the losses in the archive; with `full`, every file is read. `folder` is that of the releases."""
    state = folder / CHECKED_FILE
    checked = {} if full else _read_checked(state)
    files = sorted(ledger.captures.file_names() | warc_file_names(ledger.warc_dir))
    issues: list[IntegrityIssue] = []
    intact: dict[str, list[int]] = {}
    for number, file in enumerate(files, 1):
        mark = _file_mark(ledger.warc_dir, file)
        if mark is None or checked.get(file) != mark:
            found = [issue for issue in verify_file(ledger, file) if issue.kind in _LOSSES]
            progress(number, len(files))
            issues += found
            if found:
                continue
        if mark is not None:
            intact[file] = mark
    state.write_text(json.dumps(intact), encoding="utf-8")
    return tuple(issues)


def _read_checked(state: Path) -> dict[str, list[int]]:
    try:
        checked = json.loads(state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return checked if isinstance(checked, dict) else {}


def _file_mark(folder: Path, file: str) -> list[int] | None:
    try:
        found = locate_file(folder, file).stat()
    except (ArchiveDamaged, FileNotFoundError):
        return None
    return [found.st_size, found.st_mtime_ns]
