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

from archive.forms import chapter_names, section_keys
from archive.model import ReportError
from archive.text import to_simplified

FTS_TABLE = "reports_fts"
FTS_COLUMNS = ("everything", "title", *section_keys(), *chapter_names())
MATCH_ALL_TOKEN = "everything"
"""A token that stands in every row, and that no text can produce: an empty box asks for it."""

IndexEntry = tuple[str, ...]
"""One report's texts as tokens, by `COLUMNS`."""

_INVISIBLE_PATTERN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BLANKS_PATTERN = re.compile(r"[^\S\n]+")
_LINE_BREAK_PATTERN = re.compile(r" ?\n[ \n]*")
_PHRASE_PATTERN = re.compile(r'"[^"]*"|[^\s"]+')


class CorruptSearchIndex(ReportError):
    """The search index does not hold one entry a report."""


class _TokenTable(dict[int, str]):
    """The token of each character, by code point, with a blank behind it."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        # SQLite's own tables know no more than Unicode 6.1, and drop marks: the rest is spelt out.
        plain = point <= 0xFFFF and (character.isascii() or "\u3400" <= character <= "\u9fff")
        token = f"{character} " if plain and character.isalnum() else f"u{point:x} "
        self[point] = token
        return token


_TOKEN_TABLE = _TokenTable()


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, Simplified, lower case, invisible characters out, blanks single."""
    plain = to_simplified(unicodedata.normalize("NFKC", _INVISIBLE_PATTERN.sub("", text))).casefold()
    return _LINE_BREAK_PATTERN.sub("\n", _BLANKS_PATTERN.sub(" ", plain)).strip()


def tokens(text: str) -> str:
    """What the index holds of `text`: one token a character, separated by blanks."""
    return fold(text).translate(_TOKEN_TABLE).rstrip()


def fts_query(text: str | None) -> str:
    """The FTS5 query of what somebody typed: each word or quoted phrase exact, all of them wanted.

    Nothing typed asks for every report.
    """
    phrases = (tokens(match.strip('"')) for match in _PHRASE_PATTERN.findall(text or ""))
    asked = [f'"{phrase}"' for phrase in phrases if phrase]
    return " ".join(asked) or f'"{MATCH_ALL_TOKEN}"'


def create_fulltext_index(connection: sqlite3.Connection) -> None:
    """Make the empty index: contentless, since the texts stand in `reports` and `sections` already."""
    columns = ", ".join(FTS_COLUMNS)
    connection.execute(
        f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5"
        f"({columns}, content='', tokenize='unicode61 remove_diacritics 0')"
    )


def index_entry(texts: Mapping[str, str]) -> IndexEntry:
    """What the index holds of a report, by its texts: `title`, and the sections by their keys."""
    return (MATCH_ALL_TOKEN, *(tokens(texts.get(column, "")) for column in FTS_COLUMNS[1:]))


def add_to_fulltext(connection: sqlite3.Connection, report_id: int, entry: IndexEntry) -> None:
    """Enter a report."""
    marks = ", ".join("?" * (len(FTS_COLUMNS) + 1))
    connection.execute(
        f"INSERT INTO {FTS_TABLE} (rowid, {', '.join(FTS_COLUMNS)}) VALUES ({marks})",
        (report_id, *entry),
    )


def remove_from_fulltext(connection: sqlite3.Connection, report_id: int) -> None:
    """Take a report out, while it still stands in the database.

    A contentless index of SQLite 3.40 must be told the very text that was entered.
    """
    marks = ", ".join("?" * (len(FTS_COLUMNS) + 2))
    connection.execute(
        f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rowid, {', '.join(FTS_COLUMNS)}) VALUES ({marks})",
        ("delete", report_id, *_indexed_entry(connection, report_id)),
    )


def check_fulltext_index(connection: sqlite3.Connection) -> None:
    """`IndexBroken` unless the index is sound and has exactly the reports of the database."""
    connection.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('integrity-check')")
    everything = f"SELECT count(*) FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH '\"{MATCH_ALL_TOKEN}\"'"
    missing = f"SELECT count(*) FROM reports WHERE id NOT IN (SELECT rowid FROM {FTS_TABLE})"
    (indexed,) = connection.execute(everything).fetchone()
    (reports,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    (lost,) = connection.execute(missing).fetchone()
    if indexed != reports or lost:
        raise CorruptSearchIndex(f"检索索引与年报不一致：年报 {reports} 份，索引 {indexed} 份，缺 {lost} 份")


def _indexed_entry(connection: sqlite3.Connection, report_id: int) -> IndexEntry:
    (title,) = connection.execute("SELECT title FROM reports WHERE id = ?", (report_id,)).fetchone()
    sections = connection.execute("SELECT section, text FROM sections WHERE report_id = ?", (report_id,))
    return index_entry({"title": title or "", **dict(sections.fetchall())})
