"""Chinese for everything on a page that is a code in the database or an English word in Datasette."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from archive.agencies.levels import system_labels
from archive.checks.catalog import Check, catalog
from archive.database.schema import load_schema
from archive.forms import TABLE_KEYS, forms, terms
from archive.forms.legacy import chapter_names

LabelMap = dict[str, str]

# Which list of words a column's values are in, where the two have different names.
_LABEL_LISTS = {("documents", "state"): "document_state", ("source_health", "state"): "source_state"}
# Columns that hold keys of statutory terms.
_ROW_KEY_COLUMNS, _COLUMN_KEY_COLUMN = ("row", "row_key"), "column_key"
_TABLE_REFERENCE_PATTERN = re.compile(r"([见同]) ([a-z_]+)")
# Row of the printed identity of table 3, which is no row of the form.
IDENTITY_ROW = "identity"
IDENTITY_LABEL = "勾稽关系"


@cache
def labels() -> dict[str, LabelMap]:
    """`wording.toml` and the labels of the systems: lists of words by name."""
    stated = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    return {**stated, "system": dict(system_labels())}


def label(kind: str, code: object) -> str:
    """The word for `code` in the list `kind`; the code itself where the list has none."""
    return labels().get(kind, {}).get(str(code), str(code))


def checks() -> list[Check]:
    """Every check, in the order in which they are shown."""
    return list(catalog().values())


def table_names() -> list[str]:
    """The published tables in reading order."""
    return [table.name for table in load_schema().tables]


@cache
def table_title(table: str) -> str:
    """What a table is called; its own name where it is none of ours."""
    return next((one.title for one in load_schema().tables if one.name == table), table)


@cache
def table_text(table: str) -> str:
    """What a table holds, in a sentence or two."""
    return with_table_titles(next((one.text for one in load_schema().tables if one.name == table), ""))


def column_text(table: str, column: str) -> str:
    """What a column holds, with its unit."""
    found = next(one for one in load_schema().table(table).columns if one.name == column)
    return with_table_titles(found.text) + (f"（单位：{found.unit}）" if found.unit else "")


def with_table_titles(text: str) -> str:
    """`text` with the tables that it points to called by their titles: 见 documents → 见“文件”."""
    return _TABLE_REFERENCE_PATTERN.sub(lambda match: f"{match[1]}“{table_title(match[2])}”", text)


@cache
def column_labels(table: str) -> LabelMap:
    """Column → label, in printed order; empty for a table that is none of ours."""
    columns = next((one.columns for one in load_schema().tables if one.name == table), ())
    return {column.name: column.label or _statutory_column_label(column.name) for column in columns}


def column_label(table: str, column: str) -> str:
    """What a column is called; its own name where it is none of ours."""
    return column_labels(table).get(column, column)


@cache
def coded_column(column_title: str) -> tuple[str, str]:
    """The table and column whose codes stand under `label` in the answer of a canned query, or "" twice."""
    places = ((table.name, column.name) for table in load_schema().tables for column in table.columns)
    coded = [place for place in places if column_label(*place) == column_title and _is_coded(*place)]
    return coded[-1] if coded else ("", "")


def _is_coded(table: str, column: str) -> bool:
    return (
        column in labels()
        or column in (*_TITLE_FUNCTIONS, *_ROW_KEY_COLUMNS, _COLUMN_KEY_COLUMN)
        or (table, column) in _LABEL_LISTS
    )


@cache
def link_target(table: str, column: str) -> str:
    """The table whose rows this column names; "" for any other column."""
    found = next((one for one in load_schema().tables if one.name == table), None)
    return found.column(column).to if found and column in found.column_names else ""


def value_label(table: str, column: str, value: object) -> str:
    """What a reader is shown for `value` in this column: Chinese for a code, the value itself otherwise."""
    text = str(value)
    if column in _TITLE_FUNCTIONS:
        return _TITLE_FUNCTIONS[column](text)
    if column in _ROW_KEY_COLUMNS:
        return row_label(table, text)
    if column == _COLUMN_KEY_COLUMN:
        return _statutory_column_label(text)
    return label(_LABEL_LISTS.get((table, column), column), text)


def plain_number(value: float) -> str:
    """A number as a reader writes it: 0, 1.735."""
    return f"{value:.10g}"


def section_title(section: str) -> str:
    """The statutory title of a section, or what a chapter is called that only old reports have."""
    return chapter_names().get(section) or _chinese_label(terms()["sections"], section)


@cache
def short_table_title(table: str) -> str:
    """`表二`, `表三`, `表四`."""
    return _chinese_label(terms()["tables"], table).partition(" ")[0] if table in TABLE_KEYS else table


@cache
def row_label(table: str, row: str) -> str:
    """The label of a form row; in a table that mixes forms, of the first statutory table that has it."""
    if row == IDENTITY_ROW:
        return IDENTITY_LABEL
    places = [table] if table in TABLE_KEYS else list(TABLE_KEYS)
    return next(
        (_chinese_label(terms()["rows"][one], row) for one in places if row in terms()["rows"][one]), row
    )


@cache
def row_path(table: str, row: str) -> str:
    """The label of a form row behind that of the group it stands in: `（三）不予公开·1.属于国家秘密`."""
    found = [
        one.table(table).rows_by_key[row] for one in forms().values() if row in one.table(table).rows_by_key
    ]
    group = [term.zh for term in found[-1].groups[1:]] if found else []
    return "·".join([*group, row_label(table, row)])


def _statutory_column_label(column: str) -> str:
    return _chinese_label(terms()["columns"], column)


def _chinese_label(term_table: dict[str, dict[str, str]], key: str) -> str:
    return term_table[key]["zh"] if key in term_table else key


def _check_title(check: str) -> str:
    return catalog()[check].zh if check in catalog() else check


def _indicator_title(indicator: str) -> str:
    return column_labels("indicators").get(indicator, label("indicator", indicator))


# Columns whose values are keys of something with a title.
_TITLE_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "section": section_title,
    "table_key": short_table_title,
    "check_id": _check_title,
    "indicator": _indicator_title,
}
