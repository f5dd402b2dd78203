"""A finished database is checked before it is published."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database.tables import CorruptDatabase, Tables, check_database, report_fingerprint


def test_an_intact_database_passes_the_check(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Tables(tmp_path / "work.db").finish(path)
    check_database(path)


def test_a_row_that_refers_to_no_row_fails_the_check(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE checks (report_id INTEGER REFERENCES reports (id))")
        connection.execute("INSERT INTO checks VALUES (7)")
    with pytest.raises(CorruptDatabase, match="checks 的一行指向 reports"):
        check_database(path)


def test_a_damaged_database_fails_the_check(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        connection.executemany("INSERT INTO reports (name) VALUES (?)", [(str(n),) for n in range(100)])
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_schema WHERE type = 'index'")
    with pytest.raises(CorruptDatabase, match="不完好"):
        check_database(path)


def test_a_report_without_rows_has_no_fingerprint(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "work.db")
    assert report_fingerprint(tables.connection, 1) == ""
    tables.connection.close()
