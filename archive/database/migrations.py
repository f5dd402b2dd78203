"""Creates and upgrades the tables of the published database, one migration per schema version."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.database.schema import SQL_TYPES, ColumnSchema, Schema, TableSchema, load_schema


def schema_migrations(schema: Schema) -> Migrations:
    """Return one migration for each version up to that of the schema."""
    migrations = Migrations("archive")
    for version in range(1, schema.version + 1):
        _register_migration(migrations, schema, version)
    return migrations


def migrate(database: Database, schema: Schema | None = None) -> None:
    """Upgrade `database` from its version to that of the schema."""
    schema_migrations(schema or load_schema()).apply(database)


def index_condition(table: TableSchema) -> str:
    """Return the condition of private indexes: true for every row, and in no query of Datasette."""
    key = table.key[0]
    return f"{key} >= 0" if table.column(key).type == "integer" else f"{key} >= ''"


def _register_migration(migrations: Migrations, schema: Schema, version: int) -> None:
    def upgrade(database: Database) -> None:
        for table in schema.tables:
            if table.since == version:
                _create_table(database, table)
            elif table.since < version:
                _add_columns(database, table, version)

    migrations(name=f"version_{version}")(upgrade)


def _create_table(database: Database, table: TableSchema) -> None:
    definitions = [_column_definition(column) for column in table.columns if column.since <= table.since]
    definitions.append(f"PRIMARY KEY ({_quoted_names(table.key)})")
    options = "STRICT, WITHOUT ROWID" if table.is_stored_in_key_order else "STRICT"
    database.execute(f"CREATE TABLE [{table.name}] (\n  " + ",\n  ".join(definitions) + f"\n) {options}")
    for lookup in table.lookups:
        name = "_by_".join((table.name, "_".join(lookup)))
        columns, condition = _quoted_names(lookup), index_condition(table)
        database.execute(f"CREATE INDEX [{name}] ON [{table.name}] ({columns}) WHERE {condition}")


def _add_columns(database: Database, table: TableSchema, version: int) -> None:
    for column in table.columns:
        if column.since == version:
            database.execute(f"ALTER TABLE [{table.name}] ADD COLUMN {_column_definition(column)}")


def _column_definition(column: ColumnSchema) -> str:
    not_null = " NOT NULL" if column.required else ""
    references = f" REFERENCES [{column.references}]([id])" if column.references else ""
    return f"[{column.name}] {SQL_TYPES[column.type]}{not_null}{references}"


def _quoted_names(names: tuple[str, ...]) -> str:
    return ", ".join(f"[{name}]" for name in names)
