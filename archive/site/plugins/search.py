"""Datasette plugin: makes `escape_fts` use the query syntax of the full-text index.

The search box then finds Chinese words of any length, in simplified and traditional script.
"""

from __future__ import annotations

import sqlite3

from datasette.hookspecs import hookimpl

from archive.database import fts_query


# Datasette registers its own escape_fts in the same hook; the last registration wins.
@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Replace `escape_fts`, which every table search calls."""
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)
