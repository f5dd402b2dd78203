"""Chinese labels for codes, tables and columns of the database and for words of Datasette."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from archive.agencies import system_labels
from archive.checks import Check, catalog
from archive.database import TableSchema, load_schema
from archive.forms import TABLE_KEYS, TermEntry, chapter_names, forms, terms
from archive.model import load_data

LabelMap = dict[str, str]

# The list of labels of a column whose name differs from the name of the list.
_LABEL_LISTS = {("documents", "state"): "document_state", ("source_health", "state"): "source_state"}
# Columns that hold keys of statutory terms.
_ROW_KEY_COLUMNS, _COLUMN_KEY_COLUMN = ("row", "row_key"), "column_key"
_TABLE_REFERENCE_PATTERN = re.compile(r"([见同]) ([a-z_]+)")
# Row key of checks of the identity printed in table 3, which is not a row of the form.
IDENTITY_ROW = "identity"
IDENTITY_LABEL = "勾稽关系"


@cache
def label_maps() -> dict[str, LabelMap]:
    """Lists of labels by name: those of `labels.toml`, and `system`."""
    return {**load_data(__package__, "labels.toml", dict[str, LabelMap]), "system": dict(system_labels())}


def label(kind: str, code: object) -> str:
    """The label of `code` in the list `kind`; the code itself if the list has none."""
    return label_maps().get(kind, {}).get(str(code), str(code))


def checks() -> list[Check]:
    """Every check, in the order in which they are shown."""
    return list(catalog().values())


def table_names() -> list[str]:
    """The published tables in reading order."""
    return [table.name for table in load_schema().tables]


@cache
def table_title(table: str) -> str:
    """The title of a table; its name if it is not in the schema."""
    schema = _table_schema(table)
    return schema.title if schema else table


@cache
def table_text(table: str) -> str:
    """The description of a table in one or two sentences; "" if it is not in the schema."""
    schema = _table_schema(table)
    return with_table_titles(schema.text) if schema else ""


def column_text(table: str, column: str) -> str:
    """The description of a column, with its unit."""
    schema = load_schema().table(table).column(column)
    return with_table_titles(schema.text) + (f"（单位：{schema.unit}）" if schema.unit else "")


def with_table_titles(text: str) -> str:
    """Replace the names of tables in references by their titles: 见 documents → 见“文件”."""
    return _TABLE_REFERENCE_PATTERN.sub(lambda match: f"{match[1]}“{table_title(match[2])}”", text)


@cache
def column_labels(table: str) -> LabelMap:
    """Column → label, in printed order; empty if the table is not in the schema."""
    schema = _table_schema(table)
    columns = schema.columns if schema else ()
    return {column.name: column.label or _statutory_column_label(column.name) for column in columns}


def column_label(table: str, column: str) -> str:
    """The label of a column; its name if it is not in the schema."""
    return column_labels(table).get(column, column)


@cache
def coded_column(column_title: str) -> tuple[str, str]:
    """The table and column with codes that a canned query calls `column_title`; two empty strings if none."""
    columns = ((table.name, column.name) for table in load_schema().tables for column in table.columns)
    coded = [names for names in columns if column_label(*names) == column_title and _is_coded(*names)]
    return coded[-1] if coded else ("", "")


def _is_coded(table: str, column: str) -> bool:
    return (
        column in label_maps()
        or column in (*_TITLE_FUNCTIONS, *_ROW_KEY_COLUMNS, _COLUMN_KEY_COLUMN)
        or (table, column) in _LABEL_LISTS
    )


@cache
def link_target(table: str, column: str) -> str:
    """The table whose rows this column refers to; "" if the column is not a foreign key."""
    schema = _table_schema(table)
    return schema.column(column).references if schema and column in schema.column_names else ""


def value_label(table: str, column: str, value: object) -> str:
    """The text shown for `value` in this column: the label of a code, or the value itself."""
    text = str(value)
    if column in _TITLE_FUNCTIONS:
        return _TITLE_FUNCTIONS[column](text)
    if column in _ROW_KEY_COLUMNS:
        return row_label(table, text)
    if column == _COLUMN_KEY_COLUMN:
        return _statutory_column_label(text)
    return label(_LABEL_LISTS.get((table, column), column), text)


def plain_number(value: float) -> str:
    """A number without trailing zeros: 0, 1.735."""
    return f"{value:.10g}"


def section_title(section: str) -> str:
    """The statutory title of a section, or the name of a chapter that only reports before 2019 have."""
    return chapter_names().get(section) or _chinese_label(terms().sections, section)


@cache
def short_table_title(table: str) -> str:
    """`表二`, `表三` or `表四`; the name of any other table."""
    return _chinese_label(terms().tables, table).partition(" ")[0] if table in TABLE_KEYS else table


@cache
def row_label(table: str, row: str) -> str:
    """The label of a form row; if `table` is not statutory, from the first statutory table with that row."""
    if row == IDENTITY_ROW:
        return IDENTITY_LABEL
    tables = [table] if table in TABLE_KEYS else list(TABLE_KEYS)
    return next((_chinese_label(terms().rows[key], row) for key in tables if row in terms().rows[key]), row)


@cache
def row_path(table: str, row: str) -> str:
    """The label of a form row, after that of its group: `（三）不予公开·1.属于国家秘密`."""
    form_rows = [form.table(table).rows_by_key.get(row) for form in forms().values()]
    latest = next((form_row for form_row in reversed(form_rows) if form_row), None)
    groups = [term.zh for term in latest.groups[1:]] if latest else []
    return "·".join([*groups, row_label(table, row)])


def _table_schema(table: str) -> TableSchema | None:
    return next((schema for schema in load_schema().tables if schema.name == table), None)


def _statutory_column_label(column: str) -> str:
    return _chinese_label(terms().columns, column)


def _chinese_label(entries: Mapping[str, TermEntry], key: str) -> str:
    return entries[key].zh if key in entries else key


def _check_title(check: str) -> str:
    return catalog()[check].zh if check in catalog() else check


def _indicator_title(indicator: str) -> str:
    return column_labels("indicators").get(indicator, label("indicator", indicator))


# Columns whose values are keys of something that has a title.
_TITLE_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "section": section_title,
    "table_key": short_table_title,
    "check_id": _check_title,
    "indicator": _indicator_title,
}
