"""The tables of one archive database while it is being built."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.agencies import all_successors, locate_agency, system_of
from archive.database.migrations import migrate
from archive.database.rows import REPORT_TABLES, DatabaseRow
from archive.database.schema import load_schema
from archive.database.summaries import summary_rows
from archive.model import ReportError


class CorruptDatabase(ReportError):
    """The database that was built does not hold together."""


class Tables:
    """Writes rows, and takes them out again. The file is nobody else's until it is published."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        # A build that dies leaves its whole folder to be thrown away: no journal is needed to roll it back.
        self.connection.execute("PRAGMA journal_mode = OFF")
        self.connection.execute("PRAGMA synchronous = OFF")
        migrate(Database(self.connection, execute_plugins=False))
        self.connection.execute("BEGIN")
        self._path = path

    def insert(self, rows: Mapping[str, Iterable[DatabaseRow]], database: str = "main") -> None:
        """Write rows, by table; a column that a row does not name is NULL."""
        for name, some in rows.items():
            columns = load_schema().table(name).column_names
            names = ", ".join(f"[{column}]" for column in columns)
            sql = f"INSERT INTO {database}.[{name}] ({names}) VALUES ({', '.join('?' * len(columns))})"
            self.connection.executemany(sql, ([row.get(column) for column in columns] for row in some))

    @contextmanager
    def buffer_inserts(self, name: str) -> Iterator[tuple[Path, Callable[[Iterable[DatabaseRow]], None]]]:
        """While others read the file: its path, and what takes rows of a table, which join it at the end.

        In the meantime nothing else may be written: a reader would stand in the way of it.
        """
        self.connection.execute("COMMIT")
        beside = self._path.with_suffix(".aside")
        self.connection.execute("ATTACH ? AS aside", (str(beside),))
        self.connection.execute("PRAGMA aside.journal_mode = OFF")
        self.connection.execute(f"CREATE TABLE aside.[{name}] AS SELECT * FROM main.[{name}] WHERE FALSE")
        self.connection.execute("BEGIN")
        yield self._path, lambda rows: self.insert({name: rows}, database="aside")
        self.connection.execute(f"INSERT INTO main.[{name}] SELECT * FROM aside.[{name}]")
        self.connection.execute("COMMIT")
        self.connection.execute("DETACH aside")
        beside.unlink()
        self.connection.execute("BEGIN")

    def replace_rows(self, name: str, rows: Iterable[DatabaseRow]) -> None:
        """Write a whole table anew."""
        self.connection.execute(f"DELETE FROM [{name}]")
        self.insert({name: rows})

    def remove_report(self, report_id: int) -> None:
        """Take a report out of every table."""
        for name in REPORT_TABLES:
            self.connection.execute(f"DELETE FROM [{name}] WHERE report_id = ?", (report_id,))
        self.connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    def write_derived_tables(self) -> None:
        """Write the tables that follow from others: agencies, their names, indicators by group."""
        self.replace_rows("agencies", [_agency_row(row) for row in self.connection.execute(_AGENCIES_SQL)])
        names = ("agency_id", "name", "first_year", "last_year", "reports")
        found = self.connection.execute(_AGENCY_NAMES_SQL)
        self.replace_rows("agency_names", [dict(zip(names, row, strict=True)) for row in found])
        known = dict(self.connection.execute("SELECT name, id FROM agencies").fetchall())
        self.replace_rows(
            "agency_succession", sorted(_succession_rows(known), key=lambda row: tuple(row.values()))
        )
        self.replace_rows("summaries", list(summary_rows(self.connection)))

    def finish(self, path: Path) -> None:
        """Write the finished database to `path`, packed and with statistics. `Unsound` says what is wrong."""
        self.connection.execute("COMMIT")
        self.connection.execute("ANALYZE")
        self.connection.execute("VACUUM INTO ?", (str(path),))
        self.connection.close()
        check_database(path)


def check_database(path: Path) -> None:
    """`Unsound` unless the file is a sound database whose references all lead somewhere."""
    connection = sqlite3.connect(path)
    try:
        faults = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if faults != "ok":
        raise CorruptDatabase(f"建成的数据库不完好：{faults}")
    if loose is not None:
        raise CorruptDatabase(f"建成的数据库里 {loose[0]} 的一行指向 {loose[2]} 中没有的行")


def report_fingerprint(connection: sqlite3.Connection, report_id: int) -> str:
    """A fingerprint of all that a database says of a report, parser's version apart; "" when it has none."""
    columns = ", ".join(
        f"[{name}]" for name in load_schema().table("reports").column_names if name != "parsed"
    )
    row = connection.execute(f"SELECT {columns} FROM reports WHERE id = ?", (report_id,)).fetchone()
    if row is None:
        return ""
    found = hashlib.sha256(json.dumps(row, ensure_ascii=False).encode())
    for name in REPORT_TABLES:
        key = ", ".join(f"[{column}]" for column in load_schema().table(name).key)
        sql = f"SELECT * FROM [{name}] WHERE report_id = ? ORDER BY {key}"
        rows = connection.execute(sql, (report_id,)).fetchall()
        found.update(json.dumps([name, rows], ensure_ascii=False).encode())
    return found.hexdigest()


def _agency_row(row: tuple[object, ...]) -> DatabaseRow:
    names = ("id", "name", "province", "region", "reports", "first_year", "last_year")
    agency, region = str(row[1]), row[3]
    return {
        **dict(zip(names, row, strict=True)),
        "level": locate_agency(agency, (str(region),) if region else ()).level,
        "system": system_of(agency),
    }


def _succession_rows(agency_ids: Mapping[str, int]) -> Iterator[DatabaseRow]:
    """Who took over from whom, where the archive has reports of both."""
    for agency, number in agency_ids.items():
        for heir, one in all_successors(agency):
            if heir in agency_ids:
                yield {
                    "predecessor_id": number,
                    "successor_id": agency_ids[heir],
                    "predecessor": agency,
                    "successor": heir,
                    "since": one.first_year,
                    "until": one.last_year,
                }


# The province may come from the source where the name does not say; of several the first by name.
_AGENCIES_SQL = """
    SELECT agency_id, agency, min(province), min(region), count(*), min(year), max(year) FROM reports
    GROUP BY agency_id, agency ORDER BY agency_id
"""
_AGENCY_NAMES_SQL = """
    SELECT agency_id, coalesce(agency_printed, agency) AS name, min(year), max(year), count(*) FROM reports
    GROUP BY agency_id, name ORDER BY agency_id, name
"""
