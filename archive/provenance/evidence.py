"""Finds the archived bytes of a report's files, hashes them again and compares the digests."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.model import Capture, Outcome, Role, UnreadableFile, translate
from archive.warc import ArchiveDamaged, PayloadTooLarge, read_record, sha256

_DOCUMENTS_SQL = """
SELECT * FROM documents WHERE report_id = ? AND id >= 0 ORDER BY state <> 'read', url
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file of a report: its row in `documents`, the capture with its bytes, their size and digest now.

    `fault` is a message for the user, "" if the bytes are unchanged since they were archived.
    """

    document: dict[str, Any]
    capture: Capture | None
    size: int
    digest: str
    fault: str


def evidence_of(connection: sqlite3.Connection, folder: Path, report_id: int) -> tuple[Evidence, ...]:
    """Every file of a report, starting with the one that was read as the report.

    `folder` has the WARC files.
    """
    connection.row_factory = sqlite3.Row
    documents = [dict(row) for row in connection.execute(_DOCUMENTS_SQL, (report_id,))]
    return tuple(_document_evidence(connection, folder, document) for document in documents)


def captures_of(connection: sqlite3.Connection, documents: Mapping[str, str]) -> list[Capture]:
    """The captures of documents that the release lists; `documents` are URLs by the capture that was read.

    Of a document whose address had session ids, only the captures at the address that was read.
    """
    connection.row_factory = sqlite3.Row
    # `id >= ''` opens the private index on `url` (archive/database/schema.toml, Paging).
    sql = """SELECT * FROM captures WHERE url = ? AND id >= ''
        UNION SELECT * FROM captures
        WHERE url = (SELECT url FROM captures WHERE id = ?) AND id >= ''"""
    rows = (row for capture, url in documents.items() for row in connection.execute(sql, (url, capture)))
    return [_capture_from_row(row) for row in rows]


def _document_evidence(connection: sqlite3.Connection, folder: Path, document: dict[str, Any]) -> Evidence:
    sql = "SELECT * FROM captures WHERE id = ?"
    row = connection.execute(sql, (document["capture_id"],)).fetchone()
    if row is None:
        return Evidence(document, None, 0, "", translate("版本里没有这个文件的存档记录"))
    capture = _capture_from_row(row)
    try:
        data = read_record(folder, capture).payload
    except (ArchiveDamaged, PayloadTooLarge, UnreadableFile) as error:
        fault = translate(
            "{file} 偏移 {offset}：读不出存档的字节（{error}）",
            file=capture.file,
            offset=capture.offset,
            error=error,
        )
        return Evidence(document, capture, 0, "", fault)
    digest = sha256(data)
    fault = ""
    if {document["digest"], capture.digest} != {digest}:
        fault = translate(
            "{file} 偏移 {offset}：字节的 SHA-256 现为 {digest}，与存档时不同",
            file=capture.file,
            offset=capture.offset,
            digest=digest,
        )
    return Evidence(document, capture, len(data), digest, fault)


def _capture_from_row(row: sqlite3.Row) -> Capture:
    fields = {name: value for name, value in dict(row).items() if name != "source_id"}
    fields |= {
        "role": Role(row["role"]),
        "outcome": Outcome(row["outcome"]),
        "source": row["source_id"] or "",
    }
    return Capture(**fields)
