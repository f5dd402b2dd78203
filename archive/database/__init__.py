"""The published database: its schema, and how reports become numbers, rows, tables and indexes."""

from __future__ import annotations

from archive.database.archived_tables import StoredGrid, parse_cell_indexes, stored_grid
from archive.database.digest import WHOLE_ARCHIVE_KEY, content_digests
from archive.database.fulltext import (
    FTS_COLUMNS,
    FTS_TABLE,
    IndexEntry,
    add_to_fulltext,
    check_fulltext_index,
    create_fulltext_index,
    fts_query,
    index_entry,
    remove_from_fulltext,
)
from archive.database.ids import IdRegistry, stable_id
from archive.database.legacy_rows import PATH_SEPARATOR
from archive.database.rows import (
    REPORT_TABLES,
    DatabaseRow,
    ReportKey,
    ReportRows,
    ReportSource,
    check_row,
    printed_figure_count,
    report_key,
    report_rows,
)
from archive.database.schema import ColumnSchema, TableSchema, load_schema
from archive.database.similarity_index import (
    MINHASH_TABLE,
    add_to_similarity_index,
    affected_reports,
    create_similarity_index,
    remove_from_similarity_index,
    similar_candidates,
)
from archive.database.tables import Tables, report_fingerprint

__all__ = [
    "FTS_COLUMNS",
    "FTS_TABLE",
    "MINHASH_TABLE",
    "PATH_SEPARATOR",
    "REPORT_TABLES",
    "WHOLE_ARCHIVE_KEY",
    "ColumnSchema",
    "DatabaseRow",
    "IdRegistry",
    "IndexEntry",
    "ReportKey",
    "ReportRows",
    "ReportSource",
    "StoredGrid",
    "TableSchema",
    "Tables",
    "add_to_fulltext",
    "add_to_similarity_index",
    "affected_reports",
    "check_fulltext_index",
    "check_row",
    "content_digests",
    "create_fulltext_index",
    "create_similarity_index",
    "fts_query",
    "index_entry",
    "load_schema",
    "parse_cell_indexes",
    "printed_figure_count",
    "remove_from_fulltext",
    "remove_from_similarity_index",
    "report_fingerprint",
    "report_key",
    "report_rows",
    "similar_candidates",
    "stable_id",
    "stored_grid",
]
