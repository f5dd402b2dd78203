"""Chinese for everything on a page that is a code in the database or an English word in Datasette."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from archive.agencies.levels import system_labels
from archive.checks.catalog import Check, catalog
from archive.database.schema import load
from archive.forms import TABLES, forms, terms
from archive.forms.legacy import chapter_names

Words = dict[str, str]

# Which list of words a column's values are in, where the two have different names.
_LISTS = {("documents", "state"): "document_state", ("source_health", "state"): "source_state"}
# Columns that hold keys of statutory terms.
_ROW, _COLUMN = ("row", "row_key"), "column_key"
_POINTER = re.compile(r"([见同]) ([a-z_]+)")
# Row of the printed identity of table 3, which is no row of the form.
IDENTITY = "identity"
IDENTITY_LABEL = "勾稽关系"


@cache
def wording() -> dict[str, Words]:
    """`wording.toml` and the labels of the systems: lists of words by name."""
    stated = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    return {**stated, "system": dict(system_labels())}


def word(kind: str, code: object) -> str:
    """The word for `code` in the list `kind`; the code itself where the list has none."""
    return wording().get(kind, {}).get(str(code), str(code))


def checks() -> list[Check]:
    """Every check, in the order in which they are shown."""
    return list(catalog().values())


def table_names() -> list[str]:
    """The published tables in reading order."""
    return [table.name for table in load().tables]


@cache
def table_title(table: str) -> str:
    """What a table is called; its own name where it is none of ours."""
    return next((one.title for one in load().tables if one.name == table), table)


@cache
def table_text(table: str) -> str:
    """What a table holds, in a sentence or two."""
    return named(next((one.text for one in load().tables if one.name == table), ""))


def column_text(table: str, column: str) -> str:
    """What a column holds, with its unit."""
    found = next(one for one in load().table(table).columns if one.name == column)
    return named(found.text) + (f"（单位：{found.unit}）" if found.unit else "")


def named(text: str) -> str:
    """`text` with the tables that it points to called by their titles: 见 documents → 见“文件”."""
    return _POINTER.sub(lambda match: f"{match[1]}“{table_title(match[2])}”", text)


@cache
def column_labels(table: str) -> Words:
    """Column → label, in printed order; empty for a table that is none of ours."""
    columns = next((one.columns for one in load().tables if one.name == table), ())
    return {column.name: column.label or _statutory(column.name) for column in columns}


def column_label(table: str, column: str) -> str:
    """What a column is called; its own name where it is none of ours."""
    return column_labels(table).get(column, column)


@cache
def aliased(label: str) -> tuple[str, str]:
    """The table and column whose codes stand under `label` in the answer of a canned query, or "" twice."""
    places = ((table.name, column.name) for table in load().tables for column in table.columns)
    coded = [place for place in places if column_label(*place) == label and _is_coded(*place)]
    return coded[-1] if coded else ("", "")


def _is_coded(table: str, column: str) -> bool:
    return column in wording() or column in (*_TITLES, *_ROW, _COLUMN) or (table, column) in _LISTS


@cache
def link_target(table: str, column: str) -> str:
    """The table whose rows this column names; "" for any other column."""
    found = next((one for one in load().tables if one.name == table), None)
    return found.column(column).to if found and column in found.names else ""


def value_label(table: str, column: str, value: object) -> str:
    """What a reader is shown for `value` in this column: Chinese for a code, the value itself otherwise."""
    text = str(value)
    if column in _TITLES:
        return _TITLES[column](text)
    if column in _ROW:
        return row_label(table, text)
    if column == _COLUMN:
        return _statutory(text)
    return word(_LISTS.get((table, column), column), text)


def plain_number(value: float) -> str:
    """A number as a reader writes it: 0, 1.735."""
    return f"{value:.10g}"


def section_title(section: str) -> str:
    """The statutory title of a section, or what a chapter is called that only old reports have."""
    return chapter_names().get(section) or _zh(terms()["sections"], section)


@cache
def table_short(table: str) -> str:
    """`表二`, `表三`, `表四`."""
    return _zh(terms()["tables"], table).partition(" ")[0] if table in TABLES else table


@cache
def row_label(table: str, row: str) -> str:
    """The label of a form row; in a table that mixes forms, of the first statutory table that has it."""
    if row == IDENTITY:
        return IDENTITY_LABEL
    places = [table] if table in TABLES else list(TABLES)
    return next((_zh(terms()["rows"][one], row) for one in places if row in terms()["rows"][one]), row)


@cache
def row_path(table: str, row: str) -> str:
    """The label of a form row behind that of the group it stands in: `（三）不予公开·1.属于国家秘密`."""
    found = [one.table(table).by_key[row] for one in forms().values() if row in one.table(table).by_key]
    group = [term.zh for term in found[-1].groups[1:]] if found else []
    return "·".join([*group, row_label(table, row)])


def _statutory(column: str) -> str:
    return _zh(terms()["columns"], column)


def _zh(known: dict[str, dict[str, str]], key: str) -> str:
    return known[key]["zh"] if key in known else key


def _check_title(check: str) -> str:
    return catalog()[check].zh if check in catalog() else check


def _indicator_title(indicator: str) -> str:
    return column_labels("indicators").get(indicator, word("indicator", indicator))


# Columns whose values are keys of something with a title.
_TITLES: dict[str, Callable[[str], str]] = {
    "section": section_title,
    "table_key": table_short,
    "check_id": _check_title,
    "indicator": _indicator_title,
}
