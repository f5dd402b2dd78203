"""The tables of one archive database while it is being built."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.agencies.levels import place_of, system_of
from archive.agencies.successions import heirs
from archive.database.migrations import migrate
from archive.database.rows import OF_A_REPORT, Row
from archive.database.schema import load
from archive.database.summaries import summary_rows
from archive.model import ReportError


class Unsound(ReportError):
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

    def put(self, rows: Mapping[str, Iterable[Row]], into: str = "main") -> None:
        """Write rows, by table; a column that a row does not name is NULL."""
        for name, some in rows.items():
            columns = load().table(name).names
            names = ", ".join(f"[{column}]" for column in columns)
            sql = f"INSERT INTO {into}.[{name}] ({names}) VALUES ({', '.join('?' * len(columns))})"
            self.connection.executemany(sql, ([row.get(column) for column in columns] for row in some))

    @contextmanager
    def aside(self, name: str) -> Iterator[tuple[Path, Callable[[Iterable[Row]], None]]]:
        """While others read the file: its path, and what takes rows of a table, which join it at the end.

        In the meantime nothing else may be written: a reader would stand in the way of it.
        """
        self.connection.execute("COMMIT")
        beside = self._path.with_suffix(".aside")
        self.connection.execute("ATTACH ? AS aside", (str(beside),))
        self.connection.execute("PRAGMA aside.journal_mode = OFF")
        self.connection.execute(f"CREATE TABLE aside.[{name}] AS SELECT * FROM main.[{name}] WHERE FALSE")
        self.connection.execute("BEGIN")
        yield self._path, lambda rows: self.put({name: rows}, into="aside")
        self.connection.execute(f"INSERT INTO main.[{name}] SELECT * FROM aside.[{name}]")
        self.connection.execute("COMMIT")
        self.connection.execute("DETACH aside")
        beside.unlink()
        self.connection.execute("BEGIN")

    def replace(self, name: str, rows: Iterable[Row]) -> None:
        """Write a whole table anew."""
        self.connection.execute(f"DELETE FROM [{name}]")
        self.put({name: rows})

    def forget(self, report_id: int) -> None:
        """Take a report out of every table."""
        for name in OF_A_REPORT:
            self.connection.execute(f"DELETE FROM [{name}] WHERE report_id = ?", (report_id,))
        self.connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    def gather(self) -> None:
        """Write the tables that follow from others: agencies, their names, indicators by group."""
        self.replace("agencies", [_agency(row) for row in self.connection.execute(_AGENCIES)])
        names = ("agency_id", "name", "first_year", "last_year", "reports")
        found = self.connection.execute(_NAMES)
        self.replace("agency_names", [dict(zip(names, row, strict=True)) for row in found])
        known = dict(self.connection.execute("SELECT name, id FROM agencies").fetchall())
        self.replace("agency_succession", sorted(_successions(known), key=lambda row: tuple(row.values())))
        self.replace("summaries", list(summary_rows(self.connection)))

    def finish(self, path: Path) -> None:
        """Write the finished database to `path`, packed and with statistics. `Unsound` says what is wrong."""
        self.connection.execute("COMMIT")
        self.connection.execute("ANALYZE")
        self.connection.execute("VACUUM INTO ?", (str(path),))
        self.connection.close()
        check(path)


def check(path: Path) -> None:
    """`Unsound` unless the file is a sound database whose references all lead somewhere."""
    connection = sqlite3.connect(path)
    try:
        faults = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if faults != "ok":
        raise Unsound(f"建成的数据库不完好：{faults}")
    if loose is not None:
        raise Unsound(f"建成的数据库里 {loose[0]} 的一行指向 {loose[2]} 中没有的行")


def print_of(connection: sqlite3.Connection, report_id: int) -> str:
    """A fingerprint of all that a database says of a report, parser's version apart; "" when it has none."""
    columns = ", ".join(f"[{name}]" for name in load().table("reports").names if name != "parsed")
    row = connection.execute(f"SELECT {columns} FROM reports WHERE id = ?", (report_id,)).fetchone()
    if row is None:
        return ""
    found = hashlib.sha256(json.dumps(row, ensure_ascii=False).encode())
    for name in OF_A_REPORT:
        key = ", ".join(f"[{column}]" for column in load().table(name).key)
        sql = f"SELECT * FROM [{name}] WHERE report_id = ? ORDER BY {key}"
        rows = connection.execute(sql, (report_id,)).fetchall()
        found.update(json.dumps([name, rows], ensure_ascii=False).encode())
    return found.hexdigest()


def _agency(row: tuple[object, ...]) -> Row:
    names = ("id", "name", "province", "region", "reports", "first_year", "last_year")
    agency, region = str(row[1]), row[3]
    return {
        **dict(zip(names, row, strict=True)),
        "level": place_of(agency, (str(region),) if region else ()).level,
        "system": system_of(agency),
    }


def _successions(known: Mapping[str, int]) -> Iterator[Row]:
    """Who took over from whom, where the archive has reports of both."""
    for agency, number in known.items():
        for heir, one in heirs(agency):
            if heir in known:
                yield {
                    "predecessor_id": number,
                    "successor_id": known[heir],
                    "predecessor": agency,
                    "successor": heir,
                    "since": one.since,
                    "until": one.until,
                }


# The province may come from the source where the name does not say; of several the first by name.
_AGENCIES = """
    SELECT agency_id, agency, min(province), min(region), count(*), min(year), max(year) FROM reports
    GROUP BY agency_id, agency ORDER BY agency_id
"""
_NAMES = """
    SELECT agency_id, coalesce(agency_printed, agency) AS name, min(year), max(year), count(*) FROM reports
    GROUP BY agency_id, name ORDER BY agency_id, name
"""
