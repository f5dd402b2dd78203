"""Loads `schema.toml`, the definition of the published database, into frozen dataclasses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import msgspec

from archive.analysis import Indicator, indicator_columns, indicators
from archive.forms import forms, terms
from archive.model import DataRecord, ReportError, load_data, translate

_FIRST_COLUMN_AFTER_FIGURES = "grid"
"""The first column after the figures of a statutory table."""
SQL_TYPES = {"integer": "INTEGER", "real": "REAL", "text": "TEXT"}
ColumnType = Literal["integer", "real", "text"]


class BadSchema(ReportError):
    """`schema.toml` does not describe a database."""


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """One column. `references` is the table that a foreign key points to, empty if it is no foreign key.

    A `clock` column differs between two crawls of the same web and is not part of the digest.
    """

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
    """One table, and how Datasette shows it."""

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
        """The names of the columns, in the order of the schema."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> ColumnSchema:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    @cached_property
    def has_rowid_key(self) -> bool:
        """True if the key is SQLite's own rowid, so that the table is stored in key order anyway."""
        return len(self.key) == 1 and self.column(self.key[0]).type == "integer"

    @cached_property
    def is_stored_in_key_order(self) -> bool:
        """True if the table must be stored in key order, or Datasette's pages of a sorted table overlap."""
        return bool(set(self.sortable) - set(self.key)) and not self.has_rowid_key


@dataclass(frozen=True)
class Schema:
    """All tables, in the order of the schema."""

    version: int
    tables: tuple[TableSchema, ...]

    def table(self, name: str) -> TableSchema:
        """Return the table of that name."""
        return next(table for table in self.tables if table.name == name)


class _ColumnEntry(DataRecord, frozen=True, kw_only=True):
    """A column in `schema.toml`; without `label`, label and unit are those of the forms."""

    type: ColumnType
    text: str
    label: str = ""
    unit: str = ""
    to: str = ""
    need: bool = False
    clock: bool = False
    since: int = 1


class _TableEntry(DataRecord, frozen=True, kw_only=True):
    """A table in `schema.toml`; `indicators` and `figures` say that it has further columns."""

    title: str = ""
    text: str
    key: tuple[str, ...]
    columns: dict[str, _ColumnEntry]
    digest: bool = True
    figures: bool = False
    indicators: bool = False
    label: str = ""
    sort: str = ""
    sort_desc: str = ""
    sortable: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    fts: str = ""
    lookups: tuple[tuple[str, ...], ...] = ()
    since: int = 1

    def __post_init__(self) -> None:
        if bool(self.title) == self.figures:
            raise ValueError("a table has a title, or figures and the title of its form")


def parse_schema(data: Mapping[str, Any]) -> Schema:
    """Return the schema that `data`, the parsed TOML, describes.

    Raises `BadSchema` with the name of the table that is wrong.
    """
    tables = tuple(_parse_table(name, entry) for name, entry in data.items() if name != "version")
    table_names = {table.name for table in tables}
    for table in tables:
        _validate_table(table, table_names)
    return Schema(data["version"], tables)


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """Return the schema of this version."""
    return parse_schema(load_data(__package__, "schema.toml", dict[str, Any]))


def _parse_table(name: str, data: Any) -> TableSchema:
    try:
        entry = msgspec.convert(data, _TableEntry)
        columns = [_parse_column(column, column_entry) for column, column_entry in entry.columns.items()]
        title = terms().tables[name].zh if entry.figures else entry.title
        if entry.figures:
            columns = _with_form_columns(name, columns)
    except (KeyError, msgspec.ValidationError) as error:
        raise _bad_schema(name, translate("写法不对：{error}", error=error)) from error
    if entry.indicators:
        columns += _indicator_columns()
    return TableSchema(
        name=name,
        title=title,
        text=entry.text,
        key=entry.key,
        columns=tuple(columns),
        digest=entry.digest,
        figures=entry.figures,
        label=entry.label,
        sort=entry.sort,
        sort_desc=entry.sort_desc,
        sortable=entry.sortable,
        facets=entry.facets,
        fts=entry.fts,
        lookups=entry.lookups,
        since=entry.since,
    )


def _parse_column(name: str, entry: _ColumnEntry) -> ColumnSchema:
    label, unit = entry.label, entry.unit
    if not label:
        term = terms().columns[name]
        label, unit = term.zh, unit or term.unit
    return ColumnSchema(
        name=name,
        type=entry.type,
        label=label,
        text=entry.text,
        unit=unit,
        references=entry.to,
        required=entry.need,
        clock=entry.clock,
        since=entry.since,
    )


def _with_form_columns(table: str, declared: list[ColumnSchema]) -> list[ColumnSchema]:
    """Return `declared` and the columns that only forms name, each after its predecessor in the form."""
    columns = list(declared)
    for form in forms().values():
        for row in form.table(table).rows:
            previous = ""
            for form_column in row.columns:
                indexes = {column.name: index for index, column in enumerate(columns)}
                if form_column.key not in indexes:
                    index = (
                        indexes[previous] + 1
                        if previous
                        else indexes.get(_FIRST_COLUMN_AFTER_FIGURES, len(columns))
                    )
                    entry = _ColumnEntry(
                        type="real" if form_column.kind == "amount" else "integer", text=f"{form.id} 表式"
                    )
                    columns.insert(index, _parse_column(form_column.key, entry))
                previous = form_column.key
    return columns


def _indicator_columns() -> Iterator[ColumnSchema]:
    """Yield the columns of every indicator: value, and for a rate numerator and denominator."""
    for indicator in indicators():
        name = indicator.zh
        texts = (_indicator_description(indicator), f"{name}的分子", f"{name}的分母；为零或有缺则不计比率")
        labels = (name, f"{name}：分子", f"{name}：分母")
        for column, label, text in zip(indicator_columns(indicator.key), labels, texts, strict=False):
            yield ColumnSchema(column, "real", label, text, indicator.unit)


def _indicator_description(indicator: Indicator) -> str:
    return f"{indicator.formula}；任一输入不是数则为空"


def _validate_table(table: TableSchema, table_names: set[str]) -> None:
    mentioned = {*table.key, *table.sortable, *table.facets, table.label, table.sort, table.sort_desc} - {""}
    mentioned |= {name for lookup in table.lookups for name in lookup}
    unknown = sorted(mentioned - set(table.column_names))
    unknown += sorted({column.references for column in table.columns if column.references} - table_names)
    if unknown:
        raise _bad_schema(table.name, translate("提到了没有的列或表：{names}", names="、".join(unknown)))
    # `order by report_id desc` reads a compound key backwards: ties are ordered differently on the next page.
    if len(table.key) > 1 and set(table.sortable) & set(table.key):
        raise _bad_schema(table.name, translate("不可按组合主键的一部分排序"))


def _bad_schema(table: str, problem: str) -> BadSchema:
    return BadSchema(translate("schema.toml 的 [{table}]：{problem}", table=table, problem=problem))
