"""Exact Chinese full-text search: the FTS5 index with one token per character, and its queries.

A phrase matches exactly where a scan of the folded text would find it. Punctuation and line ends are tokens
too, so 就业 does not match 就、业, and 2019 matches 12019. Words of a query are separate phrases that must
all occur; a phrase never spans two sections. Datasette uses `fts_query` as its function `escape_fts`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from archive.forms import chapter_names, section_keys
from archive.model import ReportError, translate
from archive.text import to_nfkc, to_simplified

FTS_TABLE = "reports_fts"
FTS_COLUMNS = ("everything", "title", *section_keys(), *chapter_names())
MATCH_ALL_TOKEN = "everything"
"""A token of every row that no text can produce: the query of an empty search box."""

IndexEntry = tuple[str, ...]
"""The tokens of one report's texts, in the order of `FTS_COLUMNS`."""

_INVISIBLE_PATTERN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BLANKS_PATTERN = re.compile(r"[^\S\n]+")
_LINE_BREAK_PATTERN = re.compile(r" ?\n[ \n]*")
_PHRASE_PATTERN = re.compile(r'"[^"]*"|[^\s"]+')


class CorruptSearchIndex(ReportError):
    """The search index does not hold exactly one entry per report."""


class _TokenTable(dict[int, str]):
    """The token of each character, by code point, followed by a blank."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        # SQLite's tables end at Unicode 6.1 and drop punctuation: other characters become code points.
        is_known = point <= 0xFFFF and (character.isascii() or "\u3400" <= character <= "\u9fff")
        token = f"{character} " if is_known and character.isalnum() else f"u{point:x} "
        self[point] = token
        return token


_TOKEN_TABLE = _TokenTable()


def fold(text: str) -> str:
    """Return `text` in NFKC, Simplified and lower case, without invisible characters and repeated blanks."""
    folded = to_simplified(to_nfkc(_INVISIBLE_PATTERN.sub("", text))).casefold()
    return _LINE_BREAK_PATTERN.sub("\n", _BLANKS_PATTERN.sub(" ", folded)).strip()


def tokens(text: str) -> str:
    """Return `text` as the index stores it: one token per character, separated by blanks."""
    return fold(text).translate(_TOKEN_TABLE).rstrip()


def fts_query(text: str | None) -> str:
    """Return the FTS5 query for what a user typed: every word and quoted phrase must occur exactly.

    An empty text matches every report.
    """
    phrases = (tokens(match.strip('"')) for match in _PHRASE_PATTERN.findall(text or ""))
    quoted_phrases = [f'"{phrase}"' for phrase in phrases if phrase]
    return " ".join(quoted_phrases) or f'"{MATCH_ALL_TOKEN}"'


def create_fulltext_index(connection: sqlite3.Connection) -> None:
    """Create the empty index; it stores no texts, which are in `reports` and `sections` already."""
    columns = ", ".join(FTS_COLUMNS)
    connection.execute(
        f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5"
        f"({columns}, content='', tokenize='unicode61 remove_diacritics 0')"
    )


def index_entry(texts: Mapping[str, str]) -> IndexEntry:
    """Return the index entry of a report with these texts: `title`, and the sections by their keys."""
    return (MATCH_ALL_TOKEN, *(tokens(texts.get(column, "")) for column in FTS_COLUMNS[1:]))


def add_to_fulltext(connection: sqlite3.Connection, report_id: int, entry: IndexEntry) -> None:
    """Add a report to the index."""
    placeholders = ", ".join("?" * (len(FTS_COLUMNS) + 1))
    connection.execute(
        f"INSERT INTO {FTS_TABLE} (rowid, {', '.join(FTS_COLUMNS)}) VALUES ({placeholders})",
        (report_id, *entry),
    )


def remove_from_fulltext(connection: sqlite3.Connection, report_id: int) -> None:
    """Remove a report from the index; its rows must still be in the database.

    To delete from a contentless index, SQLite 3.40 needs the same text that was added.
    """
    placeholders = ", ".join("?" * (len(FTS_COLUMNS) + 2))
    connection.execute(
        f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rowid, {', '.join(FTS_COLUMNS)}) VALUES ({placeholders})",
        ("delete", report_id, *_indexed_entry(connection, report_id)),
    )


def check_fulltext_index(connection: sqlite3.Connection) -> None:
    """Check that the index is intact and has exactly the reports of the database.

    Raises `CorruptSearchIndex` with the counts if it has not.
    """
    connection.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('integrity-check')")
    indexed_sql = f"SELECT count(*) FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH '\"{MATCH_ALL_TOKEN}\"'"
    missing_sql = f"SELECT count(*) FROM reports WHERE id NOT IN (SELECT rowid FROM {FTS_TABLE})"
    (indexed,) = connection.execute(indexed_sql).fetchone()
    (reports,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    (missing,) = connection.execute(missing_sql).fetchone()
    if indexed != reports or missing:
        raise CorruptSearchIndex(
            translate(
                "检索索引与年报不一致：年报 {reports} 份，索引 {indexed} 份，缺 {missing} 份",
                reports=reports,
                indexed=indexed,
                missing=missing,
            )
        )


def _indexed_entry(connection: sqlite3.Connection, report_id: int) -> IndexEntry:
    (title,) = connection.execute("SELECT title FROM reports WHERE id = ?", (report_id,)).fetchone()
    sections = connection.execute("SELECT section, text FROM sections WHERE report_id = ?", (report_id,))
    return index_entry({"title": title or "", **dict(sections.fetchall())})
