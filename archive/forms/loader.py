"""A form's file made into a `Form`: every key that it names has a label, every sum its rows and columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from archive.forms.toml_entry import Entry
from archive.forms.types import Block, Column, ColumnSum, Form, Layout, Row, RowSum, Span, Table, Term
from archive.forms.vocabulary import TABLES, vocabulary

SUMS = ("T3_ROW", "T3_SUM", "T3_IDENT", "T4_SUM")
"""The checks that a form may name for its sums: those of the catalog that compare sums within one table."""
_ID = re.compile(r"[a-z0-9_]{1,32}")
_FACTS = ("id", "title", "notice", "first_year", "columns_of_its_own", "rows_of_its_own")


def form_of(said: Entry) -> Form:
    """The form that a file describes. `UnknownForm` names the file, the key, and what to do."""
    said.only(*_FACTS, "tables", *TABLES, "sums", "terms")
    if not _ID.fullmatch(said.text("id")):
        raise said.wrong("id", "只用小写字母、数字和下划线")
    tables = {key: _TableOf(said, key).table() for key in TABLES}
    rows = {row.key: row for table in tables.values() for row in table.rows}
    columns = {column.key: column for row in rows.values() for column in row.columns}
    return Form(
        id=said.text("id"),
        title=said.text("title"),
        notice=said.text("notice"),
        first_year=said.year("first_year"),
        tables=tuple(tables.values()),
        columns_of_its_own=tuple(columns[key] for key in _among(said, "columns_of_its_own", columns)),
        rows_of_its_own=_among(said, "rows_of_its_own", rows),
        sums=tuple(_sum(one, tables) for one in said.entries("sums")),
    )


class _TableOf:
    """Reads one table of a form."""

    def __init__(self, said: Entry, key: str) -> None:
        self._said, self._key = said, key
        self._form = said.text("id")

    def table(self) -> Table:
        how = self._said.entry("tables").entry(self._key)
        how.only("layout", "corner", "over", "spans")
        if how.text("layout") not in list(Layout):
            raise how.wrong("layout", f"应是 {'、'.join(Layout)} 之一")
        table = Table(
            key=self._key,
            zh=vocabulary()["tables"][self._key]["zh"],
            layout=Layout(how.text("layout")),
            blocks=tuple(self._blocks()),
            corner=self._optional(how, "corner"),
            over=self._optional(how, "over"),
            spans=tuple(map(self._span, how.entries("spans"))),
        )
        self._check(table, how)
        return table

    def _blocks(self) -> Iterator[Block]:
        columns: tuple[Column, ...] = ()
        for block in self._said.entries(self._key):
            block.only("caption", "groups", "columns", "rows", "printed_as_one")
            if "columns" in block.data:  # a block without columns goes on with those above it
                columns = tuple(self._column(block, key) for key in block.texts("columns"))
            groups = block.texts("groups") if "groups" in block.data else ()
            terms = tuple(self._term(block, "groups", key, vocabulary()["groups"]) for key in groups)
            named = vocabulary()["rows"][self._key]
            rows = [self._term(block, "rows", key, named) for key in block.texts("rows")]
            if not columns or not rows:
                raise block.wrong("columns" if rows else "rows", "至少要有一个")
            yield Block(
                rows=tuple(Row(term=term, columns=columns, groups=terms) for term in rows),
                columns=columns,
                groups=terms,
                caption=self._optional(block, "caption"),
                printed_as_one=self._as_one(block),
            )

    def _as_one(self, block: Entry) -> str | None:
        if "printed_as_one" not in block.data:
            return None
        one = block.text("printed_as_one")
        if one not in block.texts("rows") or not block.data.get("groups"):
            raise block.wrong("printed_as_one", "应是本段 rows 之一，本段要有 groups")
        return one

    def _column(self, block: Entry, key: str) -> Column:
        columns: Mapping[str, Any] = vocabulary()["columns"]
        term = self._term(block, "columns", key, columns)
        return Column(term=term, unit=columns[key]["unit"], kind=columns[key]["kind"])

    def _optional(self, entry: Entry, key: str) -> Term | None:
        """The caption that `key` names, if it does."""
        if key not in entry.data:
            return None
        return self._term(entry, key, entry.text(key), vocabulary()["captions"])

    def _span(self, entry: Entry) -> Span:
        entry.only("caption", "columns")
        term = self._term(entry, "caption", entry.text("caption"), vocabulary()["captions"])
        return Span(term, entry.texts("columns"))

    def _term(self, entry: Entry, name: str, key: str, known: Mapping[str, Any]) -> Term:
        if key not in known:
            raise entry.wrong(name, f"{key} 没有标签；请在本文件的 [terms] 里写明，或改用已有的代码")
        data = known[key]
        zh = data.get("in", {}).get(self._form, data["zh"])
        also = tuple(one for one in (data["zh"], *data.get("also", ())) if one != zh)
        return Term(key=key, zh=zh, en=data["en"], also=also)

    def _check(self, table: Table, how: Entry) -> None:
        """What keeps a table from being one: rows twice, no rows, headers that do not fit its columns."""
        keys = [row.key for row in table.rows]
        if not keys:
            raise self._said.wrong(self._key, "至少要有一行")
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise self._said.wrong(self._key, f"列了两次：{'、'.join(twice)}")
        one_header = table.layout is not Layout.BLOCKS
        if one_header and any(block.columns != table.blocks[0].columns for block in table.blocks):
            raise self._said.wrong(self._key, f"layout 为 {table.layout} 的表，各段的 columns 应相同")
        columns = [column.key for column in table.blocks[0].columns]
        for span, entry in zip(table.spans, how.entries("spans"), strict=True):
            places = [columns.index(key) for key in span.columns if key in columns]
            if len(places) < len(span.columns) or places != list(range(places[0], places[0] + len(places))):
                raise entry.wrong("columns", "应是本表相邻的几列，依表中次序")


def _sum(said: Entry, tables: Mapping[str, Table]) -> RowSum | ColumnSum:
    said.only("id", "table", "column", "row", "group", "left", "right")
    if said.text("id") not in SUMS:
        raise said.wrong("id", f"应是 {'、'.join(SUMS)} 之一")
    if said.text("table") not in tables:
        raise said.wrong("table", f"应是 {'、'.join(TABLES)} 之一")
    table = tables[said.text("table")]
    if "column" in said.data:
        _one_of(said, "column", {column.key for row in table.rows for column in row.columns})
        return RowSum(said.text("id"), table.key, said.text("column"))
    row = said.text("row")
    if "group" not in said.data:
        left, right = (_among(said, side, table.by_key) for side in ("left", "right"))
        return ColumnSum(said.text("id"), table.key, row, left, right)
    _one_of(said, "row", table.by_key)
    _one_of(said, "group", {group.key for one in table.rows for group in one.groups})
    inside = (one.key for one in table.rows if said.text("group") in {group.key for group in one.groups})
    return ColumnSum(said.text("id"), table.key, row, tuple(key for key in inside if key != row), (row,))


def _among(said: Entry, key: str, known: Collection[str]) -> tuple[str, ...]:
    strange = [one for one in said.texts(key) if one not in known]
    if strange:
        raise said.wrong(key, f"表里没有 {'、'.join(strange)}；请先列入表的 rows 或 columns，或删去")
    return said.texts(key)


def _one_of(said: Entry, key: str, known: Collection[str]) -> None:
    if said.text(key) not in known:
        raise said.wrong(key, f"表里没有 {said.text(key)}；应是 {'、'.join(sorted(known))} 之一")
