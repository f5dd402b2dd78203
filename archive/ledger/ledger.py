"""`ledger.db`: one row a capture, quick to ask, and rebuilt from the WARC files at any time.

Any process may write. A row is entered only after its record is in the file (`archive.warc.reader`), so that a
row without a record is always a fault, and a record without a row is repaired by `recover`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import astuple, dataclass, fields
from itertools import chain, islice
from sqlite3 import Connection
from typing import NamedTuple

from archive.ledger.leases import LeaseTable
from archive.ledger.robots_cache import CachedRobots, RobotsTable
from archive.ledger.source_health import HealthTable, MissedPages, SourceHealth
from archive.ledger.unfinished import UnfinishedTable
from archive.model import Capture, Outcome, Role
from archive.warc import (
    Record,
    iter_captures,
    iter_file_captures,
    locate_file,
    recover_open_files,
    utc_timestamp,
)
from crawler.state import (
    EARLY_GRANT_SECONDS,
    NEWCOMER_EARLY_GRANT_SECONDS,
    SLOT_EXPIRY_SECONDS,
    RateLimitStore,
    SlotGrant,
    SlotRequest,
)

__all__ = [
    "EARLY_GRANT_SECONDS",
    "NEWCOMER_EARLY_GRANT_SECONDS",
    "SLOT_EXPIRY_SECONDS",
    "CachedRobots",
    "CommandRun",
    "Ledger",
    "MissedPages",
    "RateLimitStore",
    "RequestKey",
    "SlotGrant",
    "SlotRequest",
    "SourceHealth",
]


class RequestKey(NamedTuple):
    """A request as the ledger tells it from others: `form` is what a POST sends."""

    url: str
    form: str
    source: str
    role: Role


_COLUMNS = ", ".join(field.name for field in fields(Capture))
_ROW_PLACEHOLDERS = f"({', '.join('?' * len(fields(Capture)))})"
_INSERT_SQL = f"insert or ignore into captures ({_COLUMNS}) values "
_BATCH_ROWS = 1000
# Rows that one statement enters: each step of a statement lets another thread of the process take over.
_ROWS_PER_STATEMENT = 64
# A page may be met as a menu first in one run, and as a list in the next.
_NAVIGATION_ROLES = (Role.MENU, Role.LIST)
_FINAL_OUTCOMES = (
    Outcome.OK,
    Outcome.NOT_MODIFIED,
    Outcome.REDIRECT,
    Outcome.GONE,
    Outcome.NOT_FOUND,
    Outcome.SOFT_404,
    Outcome.EMPTY,
    Outcome.REFUSED_403,
    Outcome.REFUSED_CHALLENGE,
)


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One run of a command that writes the archive. `ended` is "" while it runs, and after it was killed."""

    id: str
    started: str
    ended: str
    command: str
    pid: int


class Ledger(LeaseTable, RobotsTable, HealthTable, UnfinishedTable):
    """The captures of an archive, its runs and the health of its sources."""

    def add(self, capture: Capture) -> None:
        """Enter one capture whose record is written; one that is there already stays as it is."""
        self.add_all([capture])

    def add_all(self, captures: Iterable[Capture]) -> int:
        """Enter captures in one transaction; gives how many were new."""
        rows = [astuple(capture) for capture in captures]
        with self.transaction() as connection:
            return sum(
                _insert_rows(connection, rows[at : at + _ROWS_PER_STATEMENT])
                for at in range(0, len(rows), _ROWS_PER_STATEMENT)
            )

    def get(self, identifier: str) -> Capture | None:
        """The capture of this id."""
        return self._first_capture("id = ?", (identifier,))

    def latest_success(self, url: str, *, rendered: bool = False) -> Capture | None:
        """The newest good visit of a URL: its body, or that it had not changed (`original` has the body)."""
        return self._first_capture(
            "url = ? and outcome in (?, ?) and record <> 'metadata' and (role = ?) = ? order by fetched desc",
            (url, Outcome.OK.value, Outcome.NOT_MODIFIED.value, Role.RENDERED.value, rendered),
        )

    def archived_urls(self, urls: Iterable[str]) -> set[str]:
        """Those of some URLs that the archive has any capture of."""
        asked = tuple(dict.fromkeys(urls))
        sql = f"select distinct url from captures where url in ({_placeholders(asked)})"
        return {row["url"] for row in self.fetch_all(sql, asked)}

    def has_earlier_captures(self, source: str, run: str) -> bool:
        """Whether a run other than `run` has archived anything for a source."""
        sql = "select 1 from captures where source = ? and run <> ? limit 1"
        return bool(self.fetch_all(sql, (source, run)))

    def payload_capture(self, capture: Capture) -> Capture | None:
        """The capture that holds the body: itself, or for a revisit the one it refers to."""
        return self.get(capture.refers_to) if capture.record == "revisit" else capture

    def find_identical(self, record: Record) -> Capture | None:
        """The newest record with a body that shows all that this one shows.

        Rendered and plain are two things. `detail` counts: it is where a redirect without a body leads.
        """
        return self._first_capture(
            "url = ? and digest = ? and status is ? and outcome = ? and detail = ? and (role = ?) = ?"
            " and record in ('response', 'resource') order by fetched desc",
            (
                record.url,
                record.digest,
                record.status,
                record.outcome.value,
                record.detail,
                Role.RENDERED.value,
                record.role is Role.RENDERED,
            ),
        )

    def find_final_answer(self, request: RequestKey, runs: Sequence[str]) -> Capture | None:
        """The newest answer that one of `runs` had to the same request, where it need not be asked again.

        What may be otherwise a moment later, as a fault of server or network, is no answer.
        """
        roles = _NAVIGATION_ROLES if request.role in _NAVIGATION_ROLES else (request.role,)
        return self._first_capture(
            f"url = ? and form = ? and source = ? and role in ({_placeholders(roles)})"
            f" and outcome in ({_placeholders(_FINAL_OUTCOMES)}) and run in ({_placeholders(runs)})"
            " and record in ('response', 'revisit', 'resource') order by fetched desc",
            (request.url, request.form, request.source, *roles, *_FINAL_OUTCOMES, *runs),
        )

    def captures(self, roles: Iterable[Role] = ()) -> Iterator[Capture]:
        """All captures, or those of some roles, in order of file and offset, as `warc.scan` gives them."""
        wanted = [role.value for role in roles]
        condition = f"where role in ({_placeholders(wanted)})" if wanted else ""
        sql = f"select {_COLUMNS} from captures {condition} order by file, offset"
        for row in self.db.conn.execute(sql, wanted):
            yield _capture_from_row(row)

    def captures_in_file(self, file: str) -> list[Capture]:
        """The captures of one WARC file in the order of their records."""
        sql = f"select {_COLUMNS} from captures where file = ? order by offset"
        return [_capture_from_row(tuple(row)) for row in self.fetch_all(sql, (file,))]

    def index_missing(self) -> int:
        """Mend what killed processes left and enter the records that have no row; gives how many.

        For the start of every command that writes. Files that a living process writes are left to it.
        """
        recover_open_files(self.warc_dir)
        names = sorted(path.name for path in self.warc_dir.glob("*.warc.gz"))
        return sum(self._index_tail(name) for name in names)

    def rebuild(self) -> int:
        """Throw the captures away and read them again from the WARC files; gives how many there are."""
        with self.transaction() as connection:
            connection.execute("delete from captures")
            rows = (astuple(capture) for capture in iter_captures(self.warc_dir))
            return connection.executemany(_INSERT_SQL + _ROW_PLACEHOLDERS, rows).rowcount

    def begin_run(self, command: str) -> str:
        """Note that a command begins to write; gives the run's id, which names its WARC files."""
        started = utc_timestamp()
        run = f"{started[:19].translate(str.maketrans('', '', '-:'))}-{secrets.token_hex(3)}"
        with self.transaction() as connection:
            connection.execute(
                "insert into runs values (?, ?, null, ?, ?)", (run, started, command, os.getpid())
            )
        return run

    def end_run(self, run: str) -> None:
        """Note that a run came to its end."""
        with self.transaction() as connection:
            connection.execute("update runs set ended = ? where id = ?", (utc_timestamp(), run))

    def runs(self) -> list[CommandRun]:
        """All runs, the newest first."""
        sql = "select id, started, coalesce(ended, '') as ended, command, pid from runs order by id desc"
        return [CommandRun(**dict(row)) for row in self.fetch_all(sql)]

    def outcome_counts(self, run: str) -> dict[str, dict[Outcome, int]]:
        """How many visits of a run ended how, by source."""
        sql = "select source, outcome, count(*) as n from captures where run = ? group by source, outcome"
        counts: dict[str, dict[Outcome, int]] = {}
        for row in self.fetch_all(sql, (run,)):
            counts.setdefault(row["source"], {})[Outcome(row["outcome"])] = row["n"]
        return counts

    def has_new_content(self, run: str, source: str) -> bool:
        """Whether a run brought a report or attachment of the source that is new, or not what it was."""
        sql = """select 1 from captures where run = ? and source = ? and outcome = ?
            and record in ('response', 'resource') and role in (?, ?) limit 1"""
        values = (run, source, Outcome.OK.value, Role.REPORT.value, Role.ATTACHMENT.value)
        return bool(self.fetch_all(sql, values))

    def _first_capture(self, condition: str, values: tuple[object, ...]) -> Capture | None:
        rows = self.fetch_all(f"select {_COLUMNS} from captures where {condition} limit 1", values)
        return _capture_from_row(tuple(rows[0])) if rows else None

    def _index_tail(self, file: str) -> int:
        # Rows are entered in the order of records: what lacks a row stands behind the last that has one.
        last = self.fetch_all("select max(offset + length) as place from captures where file = ?", (file,))
        covered = last[0]["place"] or 0
        if covered >= locate_file(self.warc_dir, file).stat().st_size:
            return 0
        missing = iter_file_captures(self.warc_dir, file, covered)
        added = 0
        while batch := list(islice(missing, _BATCH_ROWS)):
            added += self.add_all(batch)
        return added


def _insert_rows(connection: Connection, rows: Sequence[tuple[object, ...]]) -> int:
    sql = _INSERT_SQL + ", ".join([_ROW_PLACEHOLDERS] * len(rows))
    return connection.execute(sql, tuple(chain.from_iterable(rows))).rowcount


def _placeholders(values: Sized) -> str:
    return ", ".join("?" * len(values))


def _capture_from_row(row: tuple[object, ...]) -> Capture:
    values = dict(zip((field.name for field in fields(Capture)), row, strict=True))
    return Capture(**{**values, "role": Role(values["role"]), "outcome": Outcome(values["outcome"])})  # type: ignore[arg-type]
