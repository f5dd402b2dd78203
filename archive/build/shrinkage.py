"""Compares how much two releases hold: one that lost much is published only if somebody says why."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.model import load_data


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """The number of rows of a table in the current release, and in the one that was built."""

    table: str
    before: int
    after: int


def find_shrinkage(database: Path, previous: Path | None) -> tuple[Shrinkage, ...]:
    """Return the tables that lost more rows than `shrinkage.toml` allows.

    None if there is no earlier release, or one whose database cannot be read.
    """
    return tuple(_shrunk_tables(database, previous)) if previous else ()


def _shrunk_tables(database: Path, previous: Path) -> Iterator[Shrinkage]:
    for table, share in load_data(__package__, "shrinkage.toml", dict[str, float]).items():
        try:
            before = _count(previous, table)
        except sqlite3.DatabaseError:
            continue
        after = _count(database, table)
        if before - after > before * share:
            yield Shrinkage(table, before, after)


def _count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
