"""What the published database is made of: `schema.toml` as frozen values."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from archive.analysis import Indicator, indicator_columns, indicators
from archive.forms import forms, terms
from archive.model import ReportError

SCHEMA_FILE = Path(__file__).with_name("schema.toml")
_FIRST_COLUMN_AFTER_FIGURES = "grid"
"""The first of the columns that stand behind the figures of a statutory table."""
SQL_TYPES = {"integer": "INTEGER", "real": "REAL", "text": "TEXT"}


class BadSchema(ReportError):
    """`schema.toml` says something that cannot be made into a database."""


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column; `clock` ones differ between two crawls of the same web and are outside the digest."""

    name: str
    type: str
    label: str
    text: str
    unit: str = ""
    references: str = ""
    required: bool = False
    clock: bool = False
    since: int = 1


@dataclass(frozen=True)
class TableSchema:
    """One table, with what Datasette is to do with it."""

    name: str
    title: str
    text: str
    key: tuple[str, ...]
    columns: tuple[ColumnSchema, ...]
    digest: bool = True
    figures: bool = False
    label: str = ""
    sort: str = ""
    sort_desc: str = ""
    sortable: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    fts: str = ""
    lookups: tuple[tuple[str, ...], ...] = ()
    since: int = 1

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in printed order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnSchema:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def has_rowid_key(self) -> bool:
        """Whether the key is SQLite's own rowid, so that the table stands in key order by itself."""
        return len(self.key) == 1 and self.column(self.key[0]).type == "integer"

    @cached_property
    def is_stored_in_key_order(self) -> bool:
        """Whether the table must be stored in key order, or Datasette's pages of a sorted table overlap."""
        return bool(set(self.sortable) - set(self.key)) and not self.has_rowid_key


@dataclass(frozen=True)
class Schema:
    """All tables in reading order."""

    version: int
    tables: tuple[TableSchema, ...]

    def table(self, name: str) -> TableSchema:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


def parse_schema(data: Mapping[str, Any]) -> Schema:
    """The schema that `data` (the parsed TOML) describes. `BadSchema` names the table that is wrong."""
    tables = tuple(_parse_table(name, said) for name, said in data.items() if name != "version")
    for table in tables:
        _validate_table(table, {other.name for other in tables})
    return Schema(data["version"], tables)


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The schema of this version."""
    return parse_schema(tomllib.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def _parse_table(name: str, entry: Mapping[str, Any]) -> TableSchema:
    facts: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    facts["lookups"] = tuple(tuple(columns) for columns in entry.get("lookups", []))
    try:
        listed = [_parse_column(column, one) for column, one in entry["columns"].items()]
        facts["columns"] = (*listed, *(_indicator_columns() if facts.pop("indicators", False) else ()))
        if entry.get("figures"):
            facts["title"] = terms()["tables"][name]["zh"]
            facts["columns"] = tuple(_with_form_columns(name, listed))
        return TableSchema(name, **facts)
    except (KeyError, TypeError) as error:
        raise BadSchema(f"schema.toml 的 [{name}] 写法不对：{error}") from error


def _parse_column(name: str, entry: Mapping[str, Any]) -> ColumnSchema:
    if "label" in entry:
        return ColumnSchema(name, **entry)
    term = terms()["columns"][name]
    return ColumnSchema(name, **{"label": term["zh"], "unit": term["unit"], **entry})


def _with_form_columns(table: str, declared: list[ColumnSchema]) -> list[ColumnSchema]:
    """`listed` with the columns that only forms name, each behind the one that its form prints before it."""
    found = list(declared)
    for form in forms().values():
        for row in form.table(table).rows:
            before = ""
            for column in row.columns:
                places = {one.name: place for place, one in enumerate(found)}
                if column.key not in places:
                    place = (
                        places[before] + 1 if before else places.get(_FIRST_COLUMN_AFTER_FIGURES, len(found))
                    )
                    type_ = "real" if column.kind == "amount" else "integer"
                    found.insert(place, _parse_column(column.key, {"type": type_, "text": f"{form.id} 表式"}))
                before = column.key
    return found


def _indicator_columns() -> Iterator[ColumnSchema]:
    """The columns of every indicator: value, and for a rate numerator and denominator."""
    for one in indicators():
        texts = (_indicator_description(one), f"{one.zh}的分子", f"{one.zh}的分母；为零或有缺则不计比率")
        labels = (one.zh, f"{one.zh}：分子", f"{one.zh}：分母")
        for name, label, text in zip(indicator_columns(one.key), labels, texts, strict=False):
            yield ColumnSchema(name, "real", label, text, one.unit)


def _indicator_description(indicator: Indicator) -> str:
    return f"{indicator.formula}；任一输入不是数则为空"


def _validate_table(table: TableSchema, table_names: set[str]) -> None:
    named = {*table.key, *table.sortable, *table.facets, table.label, table.sort, table.sort_desc} - {""}
    named |= {name for lookup in table.lookups for name in lookup}
    strange = sorted(named - set(table.column_names))
    strange += sorted({column.references for column in table.columns if column.references} - table_names)
    strange += sorted({column.type for column in table.columns} - set(SQL_TYPES))
    if strange:
        raise BadSchema(f"schema.toml 的 [{table.name}] 提到了没有的列、表或类型：{'、'.join(strange)}")
    # `order by report_id desc` walks a compound key backwards: ties break otherwise than on the next page.
    if len(table.key) > 1 and set(table.sortable) & set(table.key):
        raise BadSchema(f"schema.toml 的 [{table.name}] 不可按组合主键的一部分排序")
