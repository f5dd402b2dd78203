"""The ordinary search box finds Chinese words of any length, in either script."""

from __future__ import annotations

import sqlite3

from datasette.hookspecs import hookimpl

from archive.database import fts_query


# Datasette registers its own escape_fts in the same hook: whoever comes last is heard.
@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let `escape_fts`, which every table search calls, speak the index's language."""
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)
