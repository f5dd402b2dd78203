"""Makes the tables of the published database, one step a schema version."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.database.schema import SQL_TYPES, ColumnSchema, Schema, TableSchema, load_schema


def schema_migrations(schema: Schema) -> Migrations:
    """One migration for each version up to the schema's own."""
    steps = Migrations("archive")
    for version in range(1, schema.version + 1):
        _register_step(steps, schema, version)
    return steps


def migrate(database: Database, schema: Schema | None = None) -> None:
    """Bring `database` to the schema's version, from wherever it stands."""
    schema_migrations(schema or load_schema()).apply(database)


def index_condition(table: TableSchema) -> str:
    """The condition of the table's private indexes: true of every row, said by no query of Datasette's."""
    key = table.key[0]
    return f"{key} >= 0" if table.column(key).type == "integer" else f"{key} >= ''"


def _register_step(steps: Migrations, schema: Schema, version: int) -> None:
    def step(database: Database) -> None:
        for table in schema.tables:
            if table.since == version:
                _create_table(database, table)
            elif table.since < version:
                _add_columns(database, table, version)

    steps(name=f"version_{version}")(step)


def _create_table(database: Database, table: TableSchema) -> None:
    columns = [_column_definition(column) for column in table.columns if column.since <= table.since]
    columns.append(f"PRIMARY KEY ({_quoted_names(table.key)})")
    options = "STRICT, WITHOUT ROWID" if table.is_stored_in_key_order else "STRICT"
    database.execute(f"CREATE TABLE [{table.name}] (\n  " + ",\n  ".join(columns) + f"\n) {options}")
    for lookup in table.lookups:
        name = "_by_".join((table.name, "_".join(lookup)))
        database.execute(
            f"CREATE INDEX [{name}] ON [{table.name}] ({_quoted_names(lookup)}) WHERE {index_condition(table)}"
        )


def _add_columns(database: Database, table: TableSchema, version: int) -> None:
    for column in table.columns:
        if column.since == version:
            database.execute(f"ALTER TABLE [{table.name}] ADD COLUMN {_column_definition(column)}")


def _column_definition(column: ColumnSchema) -> str:
    needed = " NOT NULL" if column.required else ""
    refers = f" REFERENCES [{column.references}]([id])" if column.references else ""
    return f"[{column.name}] {SQL_TYPES[column.type]}{needed}{refers}"


def _quoted_names(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{name}]" for name in names)
