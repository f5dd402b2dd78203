"""A form's file made into a `Form`: every key that it names has a label, every sum its rows and columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from archive.forms.toml_entry import TomlTable
from archive.forms.types import (
    ColumnSum,
    Form,
    FormBlock,
    FormColumn,
    FormRow,
    FormTable,
    HeaderSpan,
    RowSum,
    TableLayout,
    Term,
)
from archive.forms.vocabulary import TABLE_KEYS, vocabulary

SUM_CHECKS = ("T3_ROW", "T3_SUM", "T3_IDENT", "T4_SUM")
"""The checks that a form may name for its sums: those of the catalog that compare sums within one table."""
_FORM_ID_PATTERN = re.compile(r"[a-z0-9_]{1,32}")
_FORM_KEYS = ("id", "title", "notice", "first_year", "columns_of_its_own", "rows_of_its_own")


def parse_form(source: TomlTable) -> Form:
    """The form that a file describes. `UnknownForm` names the file, the key, and what to do."""
    source.reject_unknown_keys(*_FORM_KEYS, "tables", *TABLE_KEYS, "sums", "terms")
    if not _FORM_ID_PATTERN.fullmatch(source.text("id")):
        raise source.error("id", "只用小写字母、数字和下划线")
    tables = {key: _FormTableParser(source, key).parse() for key in TABLE_KEYS}
    rows = {row.key: row for table in tables.values() for row in table.rows}
    columns = {column.key: column for row in rows.values() for column in row.columns}
    return Form(
        id=source.text("id"),
        title=source.text("title"),
        notice=source.text("notice"),
        first_year=source.year("first_year"),
        tables=tuple(tables.values()),
        columns_of_its_own=tuple(columns[key] for key in _known_texts(source, "columns_of_its_own", columns)),
        rows_of_its_own=_known_texts(source, "rows_of_its_own", rows),
        sums=tuple(_parse_sum(one, tables) for one in source.tables("sums")),
    )


class _FormTableParser:
    """Reads one table of a form."""

    def __init__(self, source: TomlTable, key: str) -> None:
        self._source, self._key = source, key
        self._form_id = source.text("id")

    def parse(self) -> FormTable:
        how = self._source.table("tables").table(self._key)
        how.reject_unknown_keys("layout", "corner", "over", "spans")
        if how.text("layout") not in list(TableLayout):
            raise how.error("layout", f"应是 {'、'.join(TableLayout)} 之一")
        table = FormTable(
            key=self._key,
            zh=vocabulary()["tables"][self._key]["zh"],
            layout=TableLayout(how.text("layout")),
            blocks=tuple(self._blocks()),
            corner=self._optional_caption(how, "corner"),
            top_caption=self._optional_caption(how, "over"),
            spans=tuple(map(self._span, how.tables("spans"))),
        )
        self._check_table(table, how)
        return table

    def _blocks(self) -> Iterator[FormBlock]:
        columns: tuple[FormColumn, ...] = ()
        for block in self._source.tables(self._key):
            block.reject_unknown_keys("caption", "groups", "columns", "rows", "printed_as_one")
            if "columns" in block.data:  # a block without columns goes on with those above it
                columns = tuple(self._column(block, key) for key in block.texts("columns"))
            groups = block.texts("groups") if "groups" in block.data else ()
            terms = tuple(self._term(block, "groups", key, vocabulary()["groups"]) for key in groups)
            named = vocabulary()["rows"][self._key]
            rows = [self._term(block, "rows", key, named) for key in block.texts("rows")]
            if not columns or not rows:
                raise block.error("columns" if rows else "rows", "至少要有一个")
            yield FormBlock(
                rows=tuple(FormRow(term=term, columns=columns, groups=terms) for term in rows),
                columns=columns,
                groups=terms,
                caption=self._optional_caption(block, "caption"),
                printed_as_one=self._printed_as_one(block),
            )

    def _printed_as_one(self, block: TomlTable) -> str | None:
        if "printed_as_one" not in block.data:
            return None
        one = block.text("printed_as_one")
        if one not in block.texts("rows") or not block.data.get("groups"):
            raise block.error("printed_as_one", "应是本段 rows 之一，本段要有 groups")
        return one

    def _column(self, block: TomlTable, key: str) -> FormColumn:
        columns: Mapping[str, Any] = vocabulary()["columns"]
        term = self._term(block, "columns", key, columns)
        return FormColumn(term=term, unit=columns[key]["unit"], kind=columns[key]["kind"])

    def _optional_caption(self, entry: TomlTable, key: str) -> Term | None:
        """The caption that `key` names, if it does."""
        if key not in entry.data:
            return None
        return self._term(entry, key, entry.text(key), vocabulary()["captions"])

    def _span(self, entry: TomlTable) -> HeaderSpan:
        entry.reject_unknown_keys("caption", "columns")
        term = self._term(entry, "caption", entry.text("caption"), vocabulary()["captions"])
        return HeaderSpan(term, entry.texts("columns"))

    def _term(self, entry: TomlTable, name: str, key: str, known: Mapping[str, Any]) -> Term:
        if key not in known:
            raise entry.error(name, f"{key} 没有标签；请在本文件的 [terms] 里写明，或改用已有的代码")
        data = known[key]
        zh = data.get("in", {}).get(self._form_id, data["zh"])
        also = tuple(one for one in (data["zh"], *data.get("also", ())) if one != zh)
        return Term(key=key, zh=zh, en=data["en"], variants=also)

    def _check_table(self, table: FormTable, settings: TomlTable) -> None:
        """What keeps a table from being one: rows twice, no rows, headers that do not fit its columns."""
        keys = [row.key for row in table.rows]
        if not keys:
            raise self._source.error(self._key, "至少要有一行")
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise self._source.error(self._key, f"列了两次：{'、'.join(twice)}")
        one_header = table.layout is not TableLayout.BLOCKS
        if one_header and any(block.columns != table.blocks[0].columns for block in table.blocks):
            raise self._source.error(self._key, f"layout 为 {table.layout} 的表，各段的 columns 应相同")
        columns = [column.key for column in table.blocks[0].columns]
        for span, entry in zip(table.spans, settings.tables("spans"), strict=True):
            places = [columns.index(key) for key in span.columns if key in columns]
            if len(places) < len(span.columns) or places != list(range(places[0], places[0] + len(places))):
                raise entry.error("columns", "应是本表相邻的几列，依表中次序")


def _parse_sum(entry: TomlTable, tables: Mapping[str, FormTable]) -> RowSum | ColumnSum:
    entry.reject_unknown_keys("id", "table", "column", "row", "group", "left", "right")
    if entry.text("id") not in SUM_CHECKS:
        raise entry.error("id", f"应是 {'、'.join(SUM_CHECKS)} 之一")
    if entry.text("table") not in tables:
        raise entry.error("table", f"应是 {'、'.join(TABLE_KEYS)} 之一")
    table = tables[entry.text("table")]
    if "column" in entry.data:
        _require_one_of(entry, "column", {column.key for row in table.rows for column in row.columns})
        return RowSum(entry.text("id"), table.key, entry.text("column"))
    row = entry.text("row")
    if "group" not in entry.data:
        left, right = (_known_texts(entry, side, table.rows_by_key) for side in ("left", "right"))
        return ColumnSum(entry.text("id"), table.key, row, left, right)
    _require_one_of(entry, "row", table.rows_by_key)
    _require_one_of(entry, "group", {group.key for one in table.rows for group in one.groups})
    inside = (one.key for one in table.rows if entry.text("group") in {group.key for group in one.groups})
    return ColumnSum(entry.text("id"), table.key, row, tuple(key for key in inside if key != row), (row,))


def _known_texts(entry: TomlTable, key: str, known: Collection[str]) -> tuple[str, ...]:
    strange = [one for one in entry.texts(key) if one not in known]
    if strange:
        raise entry.error(key, f"表里没有 {'、'.join(strange)}；请先列入表的 rows 或 columns，或删去")
    return entry.texts(key)


def _require_one_of(entry: TomlTable, key: str, known: Collection[str]) -> None:
    if entry.text(key) not in known:
        raise entry.error(key, f"表里没有 {entry.text(key)}；应是 {'、'.join(sorted(known))} 之一")
