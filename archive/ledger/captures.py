"""The table `captures`: one row a record, found by address, source, run, role or file.

A row is entered only after its record is in the file, so that a row without a record is always a fault, and
a record without a row is repaired by the next command that writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import astuple, fields
from itertools import chain
from sqlite3 import Connection
from typing import NamedTuple

from archive.ledger.database import SharedDatabase
from archive.ledger.migrations import page_url_column
from archive.model import Capture, Outcome, Role
from archive.text import remove_session_ids
from archive.warc import Record


class RequestKey(NamedTuple):
    """What identifies a request in the ledger; `form` is what a POST sends, empty for every other request."""

    url: str
    form: str
    source: str
    role: Role


_COLUMNS = ", ".join(field.name for field in fields(Capture))
_ROW_PLACEHOLDERS = f"({', '.join('?' * (len(fields(Capture)) + 1))})"
_INSERT_SQL = f"insert or ignore into captures ({_COLUMNS}, page_url) values "
_REPLACE_SQL = f"insert or replace into captures ({_COLUMNS}, page_url) values {_ROW_PLACEHOLDERS}"
# `page_url <> ''` opens the index of the few captures whose address has a session id.
_SAME_PAGE = "(url in (?, ?) or (page_url <> '' and page_url = ?))"
# Rows that one statement enters: each step of a statement lets another thread of the process take over.
_ROWS_PER_STATEMENT = 64
# What a wrong clock dated later than now is taken for the oldest: it would hide everything that is newer.
_NEWEST_FIRST = "order by fetched > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), fetched desc"
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


class CaptureTable:
    """The rows of `captures`."""

    def __init__(self, database: SharedDatabase) -> None:
        self._database = database

    def add(self, capture: Capture) -> None:
        """Enter one capture whose record is written; one that is already there stays as it is."""
        self.add_all([capture])

    def add_all(self, captures: Iterable[Capture]) -> int:
        """Enter captures in one transaction; returns how many were new."""
        rows = [_row(capture) for capture in captures]
        with self._database.transaction() as connection:
            return sum(
                _insert_rows(connection, rows[start : start + _ROWS_PER_STATEMENT])
                for start in range(0, len(rows), _ROWS_PER_STATEMENT)
            )

    def replace_file(self, file: str, captures: Iterable[Capture]) -> None:
        """Replace the rows of one WARC file in one transaction."""
        rows = [_row(capture) for capture in captures]
        with self._database.transaction() as connection:
            connection.execute("delete from captures where file = ?", (file,))
            connection.executemany(_REPLACE_SQL, rows)

    def get(self, identifier: str) -> Capture | None:
        """The capture of this id."""
        return self._first("id = ?", (identifier,))

    def latest_success(self, url: str, *, rendered: bool = False) -> Capture | None:
        """The newest successful capture of a URL, also one that says "not modified".

        `payload_capture` finds the capture that holds its body.
        """
        return self._first(
            f"url = ? and outcome in (?, ?) and record <> 'metadata' and (role = ?) = ? {_NEWEST_FIRST}",
            (url, Outcome.OK.value, Outcome.NOT_MODIFIED.value, Role.RENDERED.value, rendered),
        )

    def archived_urls(self, urls: Iterable[str]) -> set[str]:
        """Those of some URLs whose page the archive has any capture of, whatever the session id."""
        page_urls = {url: remove_session_ids(url) for url in urls}
        addresses = tuple({*page_urls, *page_urls.values()})
        marks = _placeholders(addresses)
        sql = f"""select distinct url from captures where url in ({marks})
            union select distinct page_url from captures where page_url <> '' and page_url in ({marks})"""
        archived = {row["url"] for row in self._database.fetch_all(sql, (*addresses, *addresses))}
        return {url for url, page_url in page_urls.items() if {url, page_url} & archived}

    def has_earlier_captures(self, source: str, run: str) -> bool:
        """True if a run other than `run` has archived anything for a source."""
        sql = "select 1 from captures where source = ? and run <> ? limit 1"
        return bool(self._database.fetch_all(sql, (source, run)))

    def payload_capture(self, capture: Capture) -> Capture | None:
        """The capture that holds the body: itself, or for a revisit the one it refers to."""
        return self.get(capture.refers_to) if capture.record == "revisit" else capture

    def find_identical(self, record: Record, *, any_body: bool = False) -> Capture | None:
        """The newest capture of the page that says all that this record says; with `any_body`, of any bytes.

        A rendered page is never identical to a plain one. `detail` counts: it is where a redirect without a
        body leads. The page may have had another session id in its address.
        """
        return self._first(
            f"{_SAME_PAGE} and (digest = ? or (? and digest <> '')) and status is ? and outcome = ?"
            f" and detail = ? and (role = ?) = ? and record in ('response', 'resource') {_NEWEST_FIRST}",
            (
                *_addresses(record.url),
                record.digest,
                any_body,
                record.status,
                record.outcome.value,
                record.detail,
                Role.RENDERED.value,
                record.role is Role.RENDERED,
            ),
        )

    def find_final_answer(self, request: RequestKey, runs: Sequence[str]) -> Capture | None:
        """The newest answer to the same request in one of `runs`, if it need not be requested again.

        What may be different a moment later, such as a fault of server or network, is not final.
        """
        roles = _NAVIGATION_ROLES if request.role in _NAVIGATION_ROLES else (request.role,)
        return self._first(
            f"url = ? and form = ? and source = ? and role in ({_placeholders(roles)})"
            f" and outcome in ({_placeholders(_FINAL_OUTCOMES)}) and run in ({_placeholders(runs)})"
            f" and record in ('response', 'revisit', 'resource') {_NEWEST_FIRST}",
            (request.url, request.form, request.source, *roles, *_FINAL_OUTCOMES, *runs),
        )

    def select(self, roles: Iterable[Role] = ()) -> Iterator[Capture]:
        """All captures, or those of some roles, in order of file and offset."""
        role_names = [role.value for role in roles]
        condition = f"where role in ({_placeholders(role_names)})" if role_names else ""
        sql = f"select {_COLUMNS} from captures {condition} order by file, offset"
        return map(_capture_from_row, self._database.iter_rows(sql, role_names))

    def select_file(self, file: str) -> list[Capture]:
        """The captures of one WARC file in the order of their records."""
        sql = f"select {_COLUMNS} from captures where file = ? order by offset"
        return [_capture_from_row(tuple(row)) for row in self._database.fetch_all(sql, (file,))]

    def file_names(self) -> set[str]:
        """The names of all WARC files that have a row."""
        return {row["file"] for row in self._database.fetch_all("select distinct file from captures")}

    def _first(self, condition: str, values: tuple[object, ...]) -> Capture | None:
        rows = self._database.fetch_all(f"select {_COLUMNS} from captures where {condition} limit 1", values)
        return _capture_from_row(tuple(rows[0])) if rows else None


def _row(capture: Capture) -> tuple[object, ...]:
    """The values of a row: those of the capture, and its `page_url`."""
    return (*astuple(capture), page_url_column(capture.url))


def _addresses(url: str) -> tuple[str, str, str]:
    """The values of `_SAME_PAGE`."""
    page_url = remove_session_ids(url)
    return url, page_url, page_url


def _insert_rows(connection: Connection, rows: Sequence[tuple[object, ...]]) -> int:
    sql = _INSERT_SQL + ", ".join([_ROW_PLACEHOLDERS] * len(rows))
    return connection.execute(sql, tuple(chain.from_iterable(rows))).rowcount


def _placeholders(values: Sized) -> str:
    return ", ".join("?" * len(values))


def _capture_from_row(row: tuple[object, ...]) -> Capture:
    values = dict(zip((field.name for field in fields(Capture)), row, strict=True))
    return Capture(**{**values, "role": Role(values["role"]), "outcome": Outcome(values["outcome"])})  # type: ignore[arg-type]
