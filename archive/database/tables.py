"""Writes and removes rows of an archive database during a build."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from archive.agencies import all_successors, locate_agency, system_of
from archive.database.rows import REPORT_TABLES, DatabaseRow
from archive.database.schema import load_schema
from archive.database.summaries import summary_rows
from archive.model import ReportError, translate


class CorruptDatabase(ReportError):
    """The new database is damaged or has broken references."""


class Tables:
    """The tables of a database that no other process uses before it is published."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        # The folder of a killed build is deleted, so no journal is needed to roll it back.
        self.connection.execute("PRAGMA journal_mode = OFF")
        self.connection.execute("PRAGMA synchronous = OFF")
        # sqlite-utils takes long to import, and most users of this package only need the schema.
        from sqlite_utils import Database

        from archive.database.migrations import migrate

        migrate(Database(self.connection, execute_plugins=False))
        self.connection.execute("BEGIN")
        self._path = path

    def insert(self, rows: Mapping[str, Iterable[DatabaseRow]], database: str = "main") -> None:
        """Insert rows, by table; a column that a row does not name is NULL."""
        for name, table_rows in rows.items():
            columns = load_schema().table(name).column_names
            names = ", ".join(f"[{column}]" for column in columns)
            sql = f"INSERT INTO {database}.[{name}] ({names}) VALUES ({', '.join('?' * len(columns))})"
            self.connection.executemany(sql, ([row.get(column) for column in columns] for row in table_rows))

    @contextmanager
    def buffer_inserts(self, name: str) -> Iterator[tuple[Path, Callable[[Iterable[DatabaseRow]], None]]]:
        """Let other processes read the file while rows of the table `name` are collected in another file.

        Gives the path of the file and a function that takes rows; they are inserted at the end. Nothing else
        may be written meanwhile: the readers' locks would block it.
        """
        self.connection.execute("COMMIT")
        buffer_path = self._path.with_suffix(".aside")
        self.connection.execute("ATTACH ? AS buffer", (str(buffer_path),))
        self.connection.execute("PRAGMA buffer.journal_mode = OFF")
        self.connection.execute(f"CREATE TABLE buffer.[{name}] AS SELECT * FROM main.[{name}] WHERE FALSE")
        self.connection.execute("BEGIN")
        yield self._path, lambda rows: self.insert({name: rows}, database="buffer")
        self.connection.execute(f"INSERT INTO main.[{name}] SELECT * FROM buffer.[{name}]")
        self.connection.execute("COMMIT")
        self.connection.execute("DETACH buffer")
        buffer_path.unlink()
        self.connection.execute("BEGIN")

    def replace_rows(self, name: str, rows: Iterable[DatabaseRow]) -> None:
        """Replace all rows of a table."""
        self.connection.execute(f"DELETE FROM [{name}]")
        self.insert({name: rows})

    def remove_report(self, report_id: int) -> None:
        """Delete the rows of a report from all tables."""
        for name in REPORT_TABLES:
            self.connection.execute(f"DELETE FROM [{name}] WHERE report_id = ?", (report_id,))
        self.connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    def write_derived_tables(self) -> None:
        """Write the tables that are computed from others: agencies, names, successions, summaries."""
        self.replace_rows("agencies", [_agency_row(row) for row in self.connection.execute(_AGENCIES_SQL)])
        columns = ("agency_id", "name", "first_year", "last_year", "reports")
        names = self.connection.execute(_AGENCY_NAMES_SQL)
        self.replace_rows("agency_names", [dict(zip(columns, row, strict=True)) for row in names])
        agency_ids = dict(self.connection.execute("SELECT name, id FROM agencies").fetchall())
        self.replace_rows(
            "agency_succession", sorted(_succession_rows(agency_ids), key=lambda row: tuple(row.values()))
        )
        self.replace_rows("summaries", list(summary_rows(self.connection)))

    def finish(self, path: Path) -> None:
        """Write the finished database to `path`, compact and with statistics, and check it.

        Raises `CorruptDatabase` if it is damaged.
        """
        self.connection.execute("COMMIT")
        self.connection.execute("ANALYZE")
        self.connection.execute("VACUUM INTO ?", (str(path),))
        self.connection.close()
        check_database(path)


def check_database(path: Path) -> None:
    """Check that the file is an intact database without broken references.

    Raises `CorruptDatabase` with the first fault.
    """
    connection = sqlite3.connect(path)
    try:
        integrity = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        broken_reference = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if integrity != "ok":
        raise CorruptDatabase(translate("建成的数据库不完好：{fault}", fault=integrity))
    if broken_reference is not None:
        table, _, referenced_table, *_ = broken_reference
        raise CorruptDatabase(
            translate(
                "建成的数据库里 {table} 的一行指向 {referenced_table} 中没有的行",
                table=table,
                referenced_table=referenced_table,
            )
        )


def report_fingerprint(connection: sqlite3.Connection, report_id: int) -> str:
    """Return a hash of all rows of a report, without the version of the parser; empty if it has no rows."""
    columns = ", ".join(
        f"[{name}]" for name in load_schema().table("reports").column_names if name != "parsed"
    )
    row = connection.execute(f"SELECT {columns} FROM reports WHERE id = ?", (report_id,)).fetchone()
    if row is None:
        return ""
    report_hash = hashlib.sha256(json.dumps(row, ensure_ascii=False).encode())
    for name in REPORT_TABLES:
        key = ", ".join(f"[{column}]" for column in load_schema().table(name).key)
        sql = f"SELECT * FROM [{name}] WHERE report_id = ? ORDER BY {key}"
        rows = connection.execute(sql, (report_id,)).fetchall()
        report_hash.update(json.dumps([name, rows], ensure_ascii=False).encode())
    return report_hash.hexdigest()


def _agency_row(row: tuple[object, ...]) -> DatabaseRow:
    names = ("id", "name", "province", "region", "reports", "first_year", "last_year")
    agency, region = str(row[1]), row[3]
    return {
        **dict(zip(names, row, strict=True)),
        "level": locate_agency(agency, (str(region),) if region else ()).level,
        "system": system_of(agency),
    }


def _succession_rows(agency_ids: Mapping[str, int]) -> Iterator[DatabaseRow]:
    """Yield who took over from whom, if the archive has reports of both."""
    for agency, agency_id in agency_ids.items():
        for successor, succession in all_successors(agency):
            if successor in agency_ids:
                yield {
                    "predecessor_id": agency_id,
                    "successor_id": agency_ids[successor],
                    "predecessor": agency,
                    "successor": successor,
                    "since": succession.first_year,
                    "until": succession.last_year,
                }


# If the name does not show the province, it may come from the sources; of several, the first by name.
_AGENCIES_SQL = """
    SELECT agency_id, agency, min(province), min(region), count(*), min(year), max(year) FROM reports
    GROUP BY agency_id, agency ORDER BY agency_id
"""
_AGENCY_NAMES_SQL = """
    SELECT agency_id, coalesce(agency_printed, agency) AS name, min(year), max(year), count(*) FROM reports
    GROUP BY agency_id, name ORDER BY agency_id, name
"""
