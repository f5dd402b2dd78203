"""Datasette's pages of a sorted table give each row once, in both directions and under filters.

The statements are those of Datasette 0.65 (`views/table.py`): the first page sorts by the column alone,
the following ones by column and key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from sqlite_utils import Database

from archive.database.migrations import index_condition, migrate
from archive.database.schema import TableSchema, load_schema

ROWS = 230
PAGE = 21
SORTS = [(table, column) for table in load_schema().tables for column in table.sortable]


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """Yield a database in which every column has many equal values and NULLs, not inserted in key order."""
    connection = sqlite3.connect(":memory:")
    migrate(Database(connection, execute_plugins=False))
    for table in load_schema().tables:
        names = ", ".join(f"[{name}]" for name in table.column_names)
        placeholders = ", ".join("?" * len(table.column_names))
        rows = [[cell_value(table, name, n * 97 % ROWS) for name in table.column_names] for n in range(ROWS)]
        connection.executemany(f"INSERT INTO [{table.name}] ({names}) VALUES ({placeholders})", rows)
    connection.execute("ANALYZE")
    yield connection
    connection.close()


def cell_value(table: TableSchema, name: str, number: int) -> object:
    column = table.column(name)
    if name in table.key:
        place = table.key.index(name)
        part = number % 10 if place else number // 10 if len(table.key) > 1 else number
        return part if column.type == "integer" else f"{part:04}"
    value = (number * 31 + len(name)) % 4
    if value == 3 and not column.required:
        return None
    return value if column.type != "text" else f"值{value}"


def stream_keys(
    connection: sqlite3.Connection, table: TableSchema, column: str, order: str, where: str = "1"
) -> list[object]:
    """Return the keys of a complete stream, page by page."""
    key = ", ".join(f"[{name}]" for name in table.key)
    sql = (
        f"SELECT [{column}], {key} FROM [{table.name}] WHERE {where} ORDER BY [{column}] {order} LIMIT {PAGE}"
    )
    rows = connection.execute(sql).fetchall()
    keys: list[object] = []
    while len(rows) == PAGE:
        keys += [row[1:] for row in rows[:-1]]
        rows = connection.execute(*next_page(table, column, order, (where, rows[-2]))).fetchall()
    return keys + [row[1:] for row in rows]


def next_page(
    table: TableSchema, column: str, order: str, cursor: tuple[str, tuple[object, ...]]
) -> tuple[str, list[object]]:
    where, (last, *key) = cursor
    names = ", ".join(f"[{name}]" for name in table.key)
    after = f"({names}) > ({', '.join('?' * len(key))})"
    if last is None:
        clause = f"([{column}] IS NULL AND {after})"
        clause = clause if order else f"([{column}] IS NOT NULL OR {clause})"
        values = list(key)
    else:
        nulls = f" OR [{column}] IS NULL" if order else ""
        clause = f"([{column}] {'<' if order else '>'} ?{nulls} OR ([{column}] = ? AND {after}))"
        values = [last, last, *key]
    sql = (
        f"SELECT [{column}], {names} FROM [{table.name}] WHERE {where} AND {clause}"
        f" ORDER BY [{column}] {order}, {names} LIMIT {PAGE}"
    )
    return sql, values


def all_keys(connection: sqlite3.Connection, table: TableSchema, where: str = "1") -> set[object]:
    key = ", ".join(f"[{name}]" for name in table.key)
    return set(connection.execute(f"SELECT {key} FROM [{table.name}] WHERE {where}"))


@pytest.mark.parametrize("order", ["", "DESC"])
@pytest.mark.parametrize(("table", "column"), SORTS, ids=lambda value: getattr(value, "name", value))
def test_a_sorted_stream_has_each_row_once(
    database: sqlite3.Connection, table: TableSchema, column: str, order: str
) -> None:
    streamed = stream_keys(database, table, column, order)
    assert len(streamed) == len(set(streamed)) == ROWS
    assert set(streamed) == all_keys(database, table)


@pytest.mark.parametrize("order", ["", "DESC"])
@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("reports", "province IN ('值0', '值2')"),
        ("reports", "year > 0"),
        ("reports", "agency_id IN (0, 1, 2)"),
        ("reports", "agency_id > 0"),
        ("documents", "report_id IN (0, 1, 2)"),
        ("captures", "url IN ('值0', '值1')"),
        ("requests", "row >= '值1'"),
        ("checks", "report_id IN (3, 2, 1)"),
    ],
)
def test_a_filtered_stream_has_each_row_once(
    database: sqlite3.Connection, name: str, where: str, order: str
) -> None:
    table = load_schema().table(name)
    for column in table.sortable:
        streamed = stream_keys(database, table, column, order, where)
        assert sorted(streamed, key=repr) == sorted(all_keys(database, table, where), key=repr)


@pytest.mark.parametrize(
    ("columns", "order"), [("year", "DESC"), ("year, id", "DESC"), ("year DESC, id", ""), ("year DESC", "")]
)
def test_an_index_on_a_sortable_column_loses_rows(
    database: sqlite3.Connection, columns: str, order: str
) -> None:
    """With an index on a sortable column a stream in one direction loses or repeats rows: there is none."""
    database.execute(f"CREATE INDEX added ON reports ({columns})")
    try:
        streamed = stream_keys(database, load_schema().table("reports"), "year", order)
    finally:
        database.execute("DROP INDEX added")
    assert len(set(streamed)) < ROWS or len(streamed) > ROWS


def test_no_sortable_column_has_an_index_that_datasette_could_use(database: sqlite3.Connection) -> None:
    tables = {table.name: index_condition(table) for table in load_schema().tables}
    indexes = database.execute("SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'index'")
    created = [
        (table, name, definition) for table, name, definition in indexes if table in tables and definition
    ]
    assert created
    plain = [
        name for table, name, definition in created if not definition.endswith(f" WHERE {tables[table]}")
    ]
    assert plain == []


@pytest.mark.parametrize(
    "table", [table for table in load_schema().tables if table.lookups], ids=lambda table: table.name
)
def test_a_lookup_index_is_used_only_by_a_query_with_its_condition(
    database: sqlite3.Connection, table: TableSchema
) -> None:
    for lookup in table.lookups:
        where = " AND ".join(f"{column} = ?" for column in lookup)
        sql = f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {where}"
        values = ["x"] * len(lookup)
        assert "USING INDEX" in database.execute(f"{sql} AND {index_condition(table)}", values).fetchone()[3]
        assert "USING INDEX" not in database.execute(sql, values).fetchone()[3]
