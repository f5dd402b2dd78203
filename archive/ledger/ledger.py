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

from archive.ledger.leases import Turns
from archive.ledger.robots_cache import CachedRules, RulesTable
from archive.ledger.source_health import HealthTable, Missed, SourceHealth
from archive.ledger.unfinished import Units
from archive.model import Capture, Outcome, Role
from archive.warc.reader import locate, scan, scan_file
from archive.warc.records import Record, now
from archive.warc.recovery import mend
from crawler.state.rate_limits import (
    AHEAD_SECONDS,
    NEWCOMER_AHEAD_SECONDS,
    VISIT_SECONDS,
    Turn,
    Visit,
    Visits,
)

__all__ = [
    "AHEAD_SECONDS",
    "NEWCOMER_AHEAD_SECONDS",
    "VISIT_SECONDS",
    "Asked",
    "CachedRules",
    "Ledger",
    "Missed",
    "Run",
    "SourceHealth",
    "Turn",
    "Visit",
    "Visits",
]

class Asked(NamedTuple):
    """A request as the ledger tells it from others: `form` is what a POST sends."""

    url: str
    form: str
    source: str
    role: Role

_COLUMNS = ", ".join(field.name for field in fields(Capture))
_ROW = f"({', '.join('?' * len(fields(Capture)))})"
_INSERT = f"insert or ignore into captures ({_COLUMNS}) values "
_BATCH = 1000
# Rows that one statement enters: each step of a statement lets another thread of the process take over.
_ROWS = 64
# A page may be met as a menu first in one run, and as a list in the next.
_ON_THE_WAY = (Role.MENU, Role.LIST)
_SETTLED = (
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
class Run:
    """One run of a command that writes the archive. `ended` is "" while it runs, and after it was killed."""

    id: str
    started: str
    ended: str
    command: str
    pid: int


class Ledger(Turns, RulesTable, HealthTable, Units):
    """The captures of an archive, its runs and the health of its sources."""

    def add(self, capture: Capture) -> None:
        """Enter one capture whose record is written; one that is there already stays as it is."""
        self.add_all([capture])

    def add_all(self, captures: Iterable[Capture]) -> int:
        """Enter captures in one transaction; gives how many were new."""
        rows = [astuple(capture) for capture in captures]
        with self.transaction() as connection:
            return sum(_insert(connection, rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS))

    def get(self, identifier: str) -> Capture | None:
        """The capture of this id."""
        return self._one("id = ?", (identifier,))

    def latest(self, url: str, *, rendered: bool = False) -> Capture | None:
        """The newest good visit of a URL: its body, or that it had not changed (`original` has the body)."""
        return self._one(
            "url = ? and outcome in (?, ?) and record <> 'metadata' and (role = ?) = ? order by fetched desc",
            (url, Outcome.OK.value, Outcome.NOT_MODIFIED.value, Role.RENDERED.value, rendered),
        )

    def visited(self, urls: Iterable[str]) -> set[str]:
        """Those of some URLs that the archive has any capture of."""
        asked = tuple(dict.fromkeys(urls))
        sql = f"select distinct url from captures where url in ({_marks(asked)})"
        return {row["url"] for row in self.rows(sql, asked)}

    def has_visits(self, source: str, run: str) -> bool:
        """Whether a run other than `run` has archived anything for a source."""
        sql = "select 1 from captures where source = ? and run <> ? limit 1"
        return bool(self.rows(sql, (source, run)))

    def original(self, capture: Capture) -> Capture | None:
        """The capture that holds the body: itself, or for a revisit the one it refers to."""
        return self.get(capture.refers_to) if capture.record == "revisit" else capture

    def same(self, seen: Record) -> Capture | None:
        """The newest record with a body that shows all that this one shows.

        Rendered and plain are two things. `detail` counts: it is where a redirect without a body leads.
        """
        return self._one(
            "url = ? and digest = ? and status is ? and outcome = ? and detail = ? and (role = ?) = ?"
            " and record in ('response', 'resource') order by fetched desc",
            (
                seen.url,
                seen.digest,
                seen.status,
                seen.outcome.value,
                seen.detail,
                Role.RENDERED.value,
                seen.role is Role.RENDERED,
            ),
        )

    def settled(self, asked: Asked, runs: Sequence[str]) -> Capture | None:
        """The newest answer that one of `runs` had to the same request, where it need not be asked again.

        What may be otherwise a moment later, as a fault of server or network, is no answer.
        """
        roles = _ON_THE_WAY if asked.role in _ON_THE_WAY else (asked.role,)
        return self._one(
            f"url = ? and form = ? and source = ? and role in ({_marks(roles)})"
            f" and outcome in ({_marks(_SETTLED)}) and run in ({_marks(runs)})"
            " and record in ('response', 'revisit', 'resource') order by fetched desc",
            (asked.url, asked.form, asked.source, *roles, *_SETTLED, *runs),
        )

    def captures(self, roles: Iterable[Role] = ()) -> Iterator[Capture]:
        """All captures, or those of some roles, in order of file and offset, as `warc.scan` gives them."""
        wanted = [role.value for role in roles]
        condition = f"where role in ({_marks(wanted)})" if wanted else ""
        sql = f"select {_COLUMNS} from captures {condition} order by file, offset"
        for row in self.db.conn.execute(sql, wanted):
            yield _capture(row)

    def in_file(self, file: str) -> list[Capture]:
        """The captures of one WARC file in the order of their records."""
        sql = f"select {_COLUMNS} from captures where file = ? order by offset"
        return [_capture(tuple(row)) for row in self.rows(sql, (file,))]

    def recover(self) -> int:
        """Mend what killed processes left and enter the records that have no row; gives how many.

        For the start of every command that writes. Files that a living process writes are left to it.
        """
        mend(self.warc)
        names = sorted(path.name for path in self.warc.glob("*.warc.gz"))
        return sum(self._catch_up(name) for name in names)

    def rebuild(self) -> int:
        """Throw the captures away and read them again from the WARC files; gives how many there are."""
        with self.transaction() as connection:
            connection.execute("delete from captures")
            rows = (astuple(capture) for capture in scan(self.warc))
            return connection.executemany(_INSERT + _ROW, rows).rowcount

    def begin_run(self, command: str) -> str:
        """Note that a command begins to write; gives the run's id, which names its WARC files."""
        started = now()
        run = f"{started[:19].translate(str.maketrans('', '', '-:'))}-{secrets.token_hex(3)}"
        with self.transaction() as connection:
            connection.execute(
                "insert into runs values (?, ?, null, ?, ?)", (run, started, command, os.getpid())
            )
        return run

    def end_run(self, run: str) -> None:
        """Note that a run came to its end."""
        with self.transaction() as connection:
            connection.execute("update runs set ended = ? where id = ?", (now(), run))

    def runs(self) -> list[Run]:
        """All runs, the newest first."""
        sql = "select id, started, coalesce(ended, '') as ended, command, pid from runs order by id desc"
        return [Run(**dict(row)) for row in self.rows(sql)]

    def outcomes(self, run: str) -> dict[str, dict[Outcome, int]]:
        """How many visits of a run ended how, by source."""
        sql = "select source, outcome, count(*) as n from captures where run = ? group by source, outcome"
        counts: dict[str, dict[Outcome, int]] = {}
        for row in self.rows(sql, (run,)):
            counts.setdefault(row["source"], {})[Outcome(row["outcome"])] = row["n"]
        return counts

    def has_news(self, run: str, source: str) -> bool:
        """Whether a run brought a report or attachment of the source that is new, or not what it was."""
        sql = """select 1 from captures where run = ? and source = ? and outcome = ?
            and record in ('response', 'resource') and role in (?, ?) limit 1"""
        values = (run, source, Outcome.OK.value, Role.REPORT.value, Role.ATTACHMENT.value)
        return bool(self.rows(sql, values))

    def _one(self, condition: str, values: tuple[object, ...]) -> Capture | None:
        rows = self.rows(f"select {_COLUMNS} from captures where {condition} limit 1", values)
        return _capture(tuple(rows[0])) if rows else None

    def _catch_up(self, file: str) -> int:
        # Rows are entered in the order of records: what lacks a row stands behind the last that has one.
        last = self.rows("select max(offset + length) as place from captures where file = ?", (file,))
        covered = last[0]["place"] or 0
        if covered >= locate(self.warc, file).stat().st_size:
            return 0
        missing = scan_file(self.warc, file, covered)
        added = 0
        while batch := list(islice(missing, _BATCH)):
            added += self.add_all(batch)
        return added


def _insert(connection: Connection, rows: Sequence[tuple[object, ...]]) -> int:
    sql = _INSERT + ", ".join([_ROW] * len(rows))
    return connection.execute(sql, tuple(chain.from_iterable(rows))).rowcount


def _marks(values: Sized) -> str:
    return ", ".join("?" * len(values))


def _capture(row: tuple[object, ...]) -> Capture:
    values = dict(zip((field.name for field in fields(Capture)), row, strict=True))
    return Capture(**{**values, "role": Role(values["role"]), "outcome": Outcome(values["outcome"])})  # type: ignore[arg-type]
