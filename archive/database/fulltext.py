"""Chinese full-text search that is exact: a phrase is found where a plain scan of the folded text finds it.

Every character is a token of its own, punctuation and line ends included, so 就业 is not found in 就、业
and 2019 is found in 12019. Words of a query are separate phrases that must all occur; a phrase never
reaches from one section into the next. The site gives `query` to Datasette as its function `escape_fts`.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Mapping

from archive.forms import sections
from archive.forms.legacy import chapter_names
from archive.model import ReportError
from archive.text.normalise import simplify

TABLE = "reports_fts"
COLUMNS = ("everything", "title", *sections(), *chapter_names())
EVERYTHING = "everything"
"""A token that stands in every row, and that no text can produce: an empty box asks for it."""

Entry = tuple[str, ...]
"""One report's texts as tokens, by `COLUMNS`."""

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_PHRASES = re.compile(r'"[^"]*"|[^\s"]+')


class IndexBroken(ReportError):
    """The search index does not hold one entry a report."""


class _Tokens(dict[int, str]):
    """The token of each character, by code point, with a blank behind it."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        # SQLite's own tables know no more than Unicode 6.1, and drop marks: the rest is spelt out.
        plain = point <= 0xFFFF and (character.isascii() or "\u3400" <= character <= "\u9fff")
        token = f"{character} " if plain and character.isalnum() else f"u{point:x} "
        self[point] = token
        return token


_TOKENS = _Tokens()


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, Simplified, lower case, invisible characters out, blanks single."""
    plain = simplify(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).casefold()
    return _LINES.sub("\n", _BLANKS.sub(" ", plain)).strip()


def tokens(text: str) -> str:
    """What the index holds of `text`: one token a character, separated by blanks."""
    return fold(text).translate(_TOKENS).rstrip()


def query(text: str | None) -> str:
    """The FTS5 query of what somebody typed: each word or quoted phrase exact, all of them wanted.

    Nothing typed asks for every report.
    """
    phrases = (tokens(match.strip('"')) for match in _PHRASES.findall(text or ""))
    asked = [f'"{phrase}"' for phrase in phrases if phrase]
    return " ".join(asked) or f'"{EVERYTHING}"'


def create(connection: sqlite3.Connection) -> None:
    """Make the empty index: contentless, since the texts stand in `reports` and `sections` already."""
    columns = ", ".join(COLUMNS)
    connection.execute(
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
        f"({columns}, content='', tokenize='unicode61 remove_diacritics 0')"
    )


def entry_of(texts: Mapping[str, str]) -> Entry:
    """What the index holds of a report, by its texts: `title`, and the sections by their keys."""
    return (EVERYTHING, *(tokens(texts.get(column, "")) for column in COLUMNS[1:]))


def add(connection: sqlite3.Connection, report_id: int, entry: Entry) -> None:
    """Enter a report."""
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    connection.execute(
        f"INSERT INTO {TABLE} (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
        (report_id, *entry),
    )


def drop(connection: sqlite3.Connection, report_id: int) -> None:
    """Take a report out, while it still stands in the database.

    A contentless index of SQLite 3.40 must be told the very text that was entered.
    """
    marks = ", ".join("?" * (len(COLUMNS) + 2))
    connection.execute(
        f"INSERT INTO {TABLE} ({TABLE}, rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
        ("delete", report_id, *_entered(connection, report_id)),
    )


def check(connection: sqlite3.Connection) -> None:
    """`IndexBroken` unless the index is sound and has exactly the reports of the database."""
    connection.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('integrity-check')")
    everything = f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH '\"{EVERYTHING}\"'"
    missing = f"SELECT count(*) FROM reports WHERE id NOT IN (SELECT rowid FROM {TABLE})"
    (indexed,) = connection.execute(everything).fetchone()
    (reports,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    (lost,) = connection.execute(missing).fetchone()
    if indexed != reports or lost:
        raise IndexBroken(f"检索索引与年报不一致：年报 {reports} 份，索引 {indexed} 份，缺 {lost} 份")


def _entered(connection: sqlite3.Connection, report_id: int) -> Entry:
    (title,) = connection.execute("SELECT title FROM reports WHERE id = ?", (report_id,)).fetchone()
    sections = connection.execute("SELECT section, text FROM sections WHERE report_id = ?", (report_id,))
    return entry_of({"title": title or "", **dict(sections.fetchall())})
