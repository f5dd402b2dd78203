"""Whether the archive is what the ledger says: every stretch of every WARC file, every row, every digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from archive.ledger import Ledger
from archive.model import Capture, ReportError
from archive.warc import locate, read, scan_file, sha256
from archive.warc_members import walk

OPEN = ".open"


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where archive and ledger disagree, or where the archive is damaged."""

    file: str
    offset: int
    text: str


def verify(ledger: Ledger, progress: Callable[[str, int, int], None]) -> Iterator[Fault]:
    """Every fault, in order of file. Reads all bytes once to inflate them and once to hash them."""
    rows = {file: list(group) for file, group in groupby(ledger.captures(), key=attrgetter("file"))}
    present = {path.name.removesuffix(OPEN) for path in ledger.warc.glob("*.warc.gz*")}
    names = sorted(present | rows.keys())
    for number, name in enumerate(names, 1):
        yield from _file(ledger, name, rows.get(name, []))
        progress("核对", number, len(names))


def _file(ledger: Ledger, name: str, rows: list[Capture]) -> Iterator[Fault]:
    try:
        path = locate(ledger.warc, name)
    except ReportError as error:
        yield Fault(name, 0, f"{error}（台账中有它的 {len(rows)} 条记录）")
        return
    yield from (Fault(name, member.offset, member.damage) for member in walk(path) if member.damage)
    written = {capture.id: capture for capture in scan_file(ledger.warc, name)}
    for row in rows:
        fault = _row(ledger, row, written.pop(row.id, None))
        if fault:
            yield Fault(name, row.offset, fault)
    for capture in written.values():
        yield Fault(name, capture.offset, f"台账里没有这条记录（{capture.url}）")


def _row(ledger: Ledger, row: Capture, written: Capture | None) -> str:
    """What is wrong with one row of the ledger, or ""."""
    if written is None:
        return f"台账里有而文件里没有这条记录（{row.url}）"
    if written != row:
        return f"台账与记录写的不一样（{row.url}）"
    if not row.digest or row.record not in {"response", "resource"}:
        return ""
    try:
        found = sha256(read(ledger.warc, row).payload)
    except ReportError as error:
        return str(error)
    return "" if found == row.digest else f"内容摘要不符（{row.url}）"
