"""The archived bytes of a report's files: found by file and offset, hashed again, compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model import Capture, Outcome, Role, UnreadableFile
from archive.warc import content_encoding, gzip_members, reader, records

_DOCUMENTS_SQL = """
SELECT * FROM documents WHERE report_id = ? AND id >= 0 ORDER BY state <> 'read', url
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file of a report: its row in `documents`, the capture that holds its bytes, what the bytes say now.

    `fault` is a line for the user, "" where the bytes are what they were when they were archived.
    """

    document: dict[str, Any]
    capture: Capture | None
    size: int
    digest: str
    fault: str


def evidence_of(connection: sqlite3.Connection, folder: Path, report_id: int) -> tuple[Evidence, ...]:
    """Every file of a report, the one that was read first."""
    connection.row_factory = sqlite3.Row
    documents = [dict(row) for row in connection.execute(_DOCUMENTS_SQL, (report_id,))]
    return tuple(_document_evidence(connection, folder, document) for document in documents)


def captures_of(connection: sqlite3.Connection, urls: Iterable[str]) -> list[Capture]:
    """The captures of some addresses, as the release knows them."""
    connection.row_factory = sqlite3.Row
    sql = "SELECT * FROM captures WHERE url = ? AND id >= ''"
    return [_capture_from_row(row) for url in urls for row in connection.execute(sql, (url,))]


def _document_evidence(connection: sqlite3.Connection, folder: Path, document: dict[str, Any]) -> Evidence:
    sql = "SELECT * FROM captures WHERE id = ?"
    row = connection.execute(sql, (document["capture_id"],)).fetchone()
    if row is None:
        return Evidence(document, None, 0, "", "版本里没有它的存档记录")
    capture = _capture_from_row(row)
    place = f"{capture.file} 偏移 {capture.offset}"
    try:
        data = reader.read_record(folder, capture).payload
    except (gzip_members.ArchiveDamaged, content_encoding.PayloadTooLarge, UnreadableFile) as error:
        return Evidence(document, capture, 0, "", f"{place}：存档的字节读不回（{error}）")
    digest = records.sha256(data)
    stated = {document["digest"], capture.digest}
    fault = "" if stated == {digest} else f"{place}：字节的 SHA-256 现为 {digest}，与存档时不同"
    return Evidence(document, capture, len(data), digest, fault)


def _capture_from_row(row: sqlite3.Row) -> Capture:
    said = {name: value for name, value in dict(row).items() if name != "source_id"}
    said |= {"role": Role(row["role"]), "outcome": Outcome(row["outcome"]), "source": row["source_id"] or ""}
    return Capture(**said)
