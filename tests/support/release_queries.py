"""Queries on a built release: rows, states of documents, and comparison with a full build."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from archive.database import content_digests
from tests.support.small_archive import SmallArchive


def query_rows(archive: SmallArchive, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive.database)) as connection:
        return connection.execute(sql).fetchall()


def document_states(archive: SmallArchive) -> dict[object, object]:
    return dict(query_rows(archive, "SELECT url, state FROM documents"))  # type: ignore[arg-type]


def is_same_as_full(archive: SmallArchive) -> bool:
    """Whether a full build from all WARC files equals the current release."""
    current = content_digests(archive.database)
    result = archive.build(full=True)
    assert (result.added, result.changed, result.removed) == ((), (), ())
    return content_digests(archive.database) == current
