"""Parses a form file into a `Form` and checks that its keys, labels and sums fit together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

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
from archive.forms.vocabulary import TABLE_KEYS, TermEntry, terms
from archive.model import translate

SUM_CHECKS = ("T3_ROW", "T3_SUM", "T3_IDENT", "T4_SUM")
"""Checks that a form may name for its sums: those of the catalogue that compare sums within one table."""
_FORM_ID_PATTERN = re.compile(r"[a-z0-9_]{1,32}")
_FORM_KEYS = ("id", "title", "notice", "first_year", "columns_of_its_own", "rows_of_its_own")


def parse_form(source: TomlTable) -> Form:
    """Return the form that a file describes. Raises `FormError` with file, key and what to do."""
    source.reject_unknown_keys(*_FORM_KEYS, "tables", *TABLE_KEYS, "sums", "terms")
    if not _FORM_ID_PATTERN.fullmatch(source.text("id")):
        raise source.error("id", translate("只用小写字母、数字和下划线"))
    tables = {key: _FormTableParser(source, key).parse() for key in TABLE_KEYS}
    rows = {row.key: row for table in tables.values() for row in table.rows}
    columns = {column.key: column for row in rows.values() for column in row.columns}
    return Form(
        id=source.text("id"),
        title=source.text("title"),
        notice=source.text("notice"),
        first_year=source.year("first_year"),
        tables=tuple(tables.values()),
        distinctive_columns=tuple(
            columns[key] for key in _known_texts(source, "columns_of_its_own", columns)
        ),
        distinctive_rows=_known_texts(source, "rows_of_its_own", rows),
        sums=tuple(_parse_sum(entry, tables) for entry in source.tables("sums")),
    )


class _FormTableParser:
    """Reads one table of a form."""

    def __init__(self, source: TomlTable, key: str) -> None:
        self._source, self._key = source, key
        self._form_id = source.text("id")

    def parse(self) -> FormTable:
        settings = self._source.table("tables").table(self._key)
        settings.reject_unknown_keys("layout", "corner", "over", "spans")
        if settings.text("layout") not in list(TableLayout):
            raise settings.error("layout", translate("应是 {choices} 之一", choices="、".join(TableLayout)))
        table = FormTable(
            key=self._key,
            zh=terms().tables[self._key].zh,
            layout=TableLayout(settings.text("layout")),
            blocks=tuple(self._blocks()),
            corner=self._optional_caption(settings, "corner"),
            top_caption=self._optional_caption(settings, "over"),
            spans=tuple(map(self._span, settings.tables("spans"))),
        )
        self._check_table(table, settings)
        return table

    def _blocks(self) -> Iterator[FormBlock]:
        columns: tuple[FormColumn, ...] = ()
        for block in self._source.tables(self._key):
            block.reject_unknown_keys("caption", "groups", "columns", "rows", "printed_as_one")
            if "columns" in block.data:  # a block without columns has those of the block above it
                columns = tuple(self._column(block, key) for key in block.texts("columns"))
            group_keys = block.optional_texts("groups")
            groups = tuple(self._term(block, "groups", key, terms().groups) for key in group_keys)
            known_rows = terms().rows[self._key]
            rows = [self._term(block, "rows", key, known_rows) for key in block.texts("rows")]
            if not columns or not rows:
                raise block.error("columns" if rows else "rows", translate("至少要有一个"))
            yield FormBlock(
                rows=tuple(FormRow(term=term, columns=columns, groups=groups) for term in rows),
                columns=columns,
                groups=groups,
                caption=self._optional_caption(block, "caption"),
                printed_as_one=self._printed_as_one(block),
            )

    def _printed_as_one(self, block: TomlTable) -> str | None:
        if "printed_as_one" not in block.data:
            return None
        row = block.text("printed_as_one")
        if row not in block.texts("rows") or not block.data.get("groups"):
            raise block.error("printed_as_one", translate("应是本段 rows 之一，本段要有 groups"))
        return row

    def _column(self, block: TomlTable, key: str) -> FormColumn:
        columns = terms().columns
        term = self._term(block, "columns", key, columns)
        return FormColumn(term=term, unit=columns[key].unit, kind=columns[key].kind)

    def _optional_caption(self, entry: TomlTable, key: str) -> Term | None:
        """The caption that `key` of the entry names; None if there is no such key."""
        if key not in entry.data:
            return None
        return self._term(entry, key, entry.text(key), terms().captions)

    def _span(self, entry: TomlTable) -> HeaderSpan:
        entry.reject_unknown_keys("caption", "columns")
        term = self._term(entry, "caption", entry.text("caption"), terms().captions)
        return HeaderSpan(term, entry.texts("columns"))

    def _term(self, entry: TomlTable, name: str, key: str, known: Mapping[str, TermEntry]) -> Term:
        if key not in known:
            raise entry.error(
                name, translate("{key} 没有标签；请在本文件的 [terms] 里写明，或改用已有的代码", key=key)
            )
        zh = known[key].zh_by_form.get(self._form_id, known[key].zh)
        variants = tuple(label for label in known[key].labels if label != zh)
        return Term(key=key, zh=zh, en=known[key].en, variants=variants)

    def _check_table(self, table: FormTable, settings: TomlTable) -> None:
        """Raise `FormError` if the table has no rows, a row twice, or headers that do not fit its columns."""
        keys = [row.key for row in table.rows]
        if not keys:
            raise self._source.error(self._key, translate("至少要有一行"))
        duplicates = sorted({key for key in keys if keys.count(key) > 1})
        if duplicates:
            raise self._source.error(self._key, translate("列了两次：{keys}", keys="、".join(duplicates)))
        one_header = table.layout is not TableLayout.BLOCKS
        if one_header and any(block.columns != table.blocks[0].columns for block in table.blocks):
            reason = translate("layout 为 {layout} 的表，各段的 columns 应相同", layout=table.layout)
            raise self._source.error(self._key, reason)
        columns = [column.key for column in table.blocks[0].columns]
        for span, entry in zip(table.spans, settings.tables("spans"), strict=True):
            indexes = [columns.index(key) for key in span.columns if key in columns]
            are_neighbours = all(right == left + 1 for left, right in pairwise(indexes))
            if len(indexes) < len(span.columns) or not are_neighbours:
                raise entry.error("columns", translate("应是本表相邻的几列，依表中次序"))


def _parse_sum(entry: TomlTable, tables: Mapping[str, FormTable]) -> RowSum | ColumnSum:
    entry.reject_unknown_keys("id", "table", "column", "row", "group", "left", "right")
    if entry.text("id") not in SUM_CHECKS:
        raise entry.error("id", translate("应是 {choices} 之一", choices="、".join(SUM_CHECKS)))
    if entry.text("table") not in tables:
        raise entry.error("table", translate("应是 {choices} 之一", choices="、".join(TABLE_KEYS)))
    table = tables[entry.text("table")]
    if "column" in entry.data:
        _require_one_of(entry, "column", {column.key for row in table.rows for column in row.columns})
        return RowSum(entry.text("id"), table.key, entry.text("column"))
    row = entry.text("row")
    if "group" not in entry.data:
        left, right = (_known_texts(entry, side, table.rows_by_key) for side in ("left", "right"))
        return ColumnSum(entry.text("id"), table.key, row, left, right)
    _require_one_of(entry, "row", table.rows_by_key)
    _require_one_of(entry, "group", {group.key for form_row in table.rows for group in form_row.groups})
    parts = tuple(
        form_row.key
        for form_row in table.rows
        if form_row.key != row and entry.text("group") in {group.key for group in form_row.groups}
    )
    return ColumnSum(entry.text("id"), table.key, row, parts, (row,))


def _known_texts(entry: TomlTable, key: str, known: Collection[str]) -> tuple[str, ...]:
    unknown = [text for text in entry.texts(key) if text not in known]
    if unknown:
        raise entry.error(
            key,
            translate("表里没有 {keys}；请先列入表的 rows 或 columns，或删去", keys="、".join(unknown)),
        )
    return entry.texts(key)


def _require_one_of(entry: TomlTable, key: str, known: Collection[str]) -> None:
    if entry.text(key) not in known:
        raise entry.error(
            key,
            translate(
                "表里没有 {key}；应是 {choices} 之一", key=entry.text(key), choices="、".join(sorted(known))
            ),
        )
