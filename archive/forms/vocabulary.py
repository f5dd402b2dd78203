"""All labels by their keys: those of `terms.toml`, and those that form files add."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Literal, TypeVar, get_args

import msgspec

from archive.forms.files import form_sources
from archive.forms.toml_entry import TomlTable
from archive.model import DataRecord, load_data, translate

TABLE_KEYS = ("disclosure", "requests", "challenges")
ColumnKind = Literal["count", "change", "amount"]
_TERM_KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,62}")
# Names of the columns that the published tables have in any case.
_RESERVED_KEYS = ("report_id", "number", "row", "label", "grid", "grid_row")


class TermEntry(DataRecord, frozen=True, kw_only=True):
    """The Chinese and English label of a key, variants in published reports, labels of single forms by id."""

    zh: str
    en: str
    also: tuple[str, ...] = ()
    zh_by_form: dict[str, str] = msgspec.field(default_factory=dict, name="in")

    @property
    def labels(self) -> tuple[str, ...]:
        """The Chinese label and its variants; labels of single forms are not among them."""
        return (self.zh, *self.also)


class ColumnEntry(TermEntry, frozen=True, kw_only=True):
    """A column: its label, the unit that the form prints (empty if none), and what its numbers are."""

    unit: str
    kind: ColumnKind


class Terms(DataRecord, frozen=True, kw_only=True):
    """All labels by key; `rows` are grouped by table."""

    sections: dict[str, TermEntry]
    tables: dict[str, TermEntry]
    captions: dict[str, TermEntry]
    groups: dict[str, TermEntry]
    rows: dict[str, dict[str, TermEntry]]
    columns: dict[str, ColumnEntry]


_Entry = TypeVar("_Entry", bound=TermEntry)


@cache
def terms() -> Terms:
    """Merge `terms.toml` with the `[terms]` of every form file.

    Raises `FormError` if a form file adds a key without all that belongs to it, or a key that is reserved.
    """
    shared = shared_terms()
    merged = msgspec.structs.replace(
        shared,
        captions=dict(shared.captions),
        groups=dict(shared.groups),
        rows={table: dict(rows) for table, rows in shared.rows.items()},
        columns=dict(shared.columns),
    )
    for source in form_sources():
        form_terms, form_id = source.table("terms"), source.text("id")
        form_terms.reject_unknown_keys("captions", "groups", "rows", "columns")
        form_rows = form_terms.table("rows")
        form_rows.reject_unknown_keys(*TABLE_KEYS)
        _add_terms(merged.captions, form_terms.table("captions"), form_id, _parse_term)
        _add_terms(merged.groups, form_terms.table("groups"), form_id, _parse_term)
        _add_terms(merged.columns, form_terms.table("columns"), form_id, _parse_column)
        for table in TABLE_KEYS:
            _add_terms(merged.rows[table], form_rows.table(table), form_id, _parse_term)
    return merged


def shared_terms() -> Terms:
    """Load `terms.toml`: the labels that the forms of this package share."""
    return load_data(__package__, "terms.toml", Terms)


def _add_terms(
    known: dict[str, _Entry], added: TomlTable, form_id: str, parse: Callable[[TomlTable], _Entry]
) -> None:
    """Add new keys to `known`; for a key in it, add the label that this form prints."""
    for key in added.data:
        entry = added.table(key)
        if key in known:
            entry.reject_unknown_keys("zh")
            zh_by_form = {**known[key].zh_by_form, form_id: entry.text("zh")}
            known[key] = msgspec.structs.replace(known[key], zh_by_form=zh_by_form)
            continue
        if not _TERM_KEY_PATTERN.fullmatch(key) or key in _RESERVED_KEYS:
            raise entry.error(
                "",
                translate(
                    "代码只用小写字母、数字和下划线，以字母开头，也不可用 {reserved}",
                    reserved="、".join(_RESERVED_KEYS),
                ),
            )
        known[key] = parse(entry)


def _parse_term(entry: TomlTable) -> TermEntry:
    entry.reject_unknown_keys("zh", "en", "also")
    return TermEntry(zh=entry.text("zh"), en=entry.text("en"), also=entry.optional_texts("also"))


def _parse_column(entry: TomlTable) -> ColumnEntry:
    entry.reject_unknown_keys("zh", "en", "also", "unit", "kind")
    kinds: dict[str, ColumnKind] = {kind: kind for kind in get_args(ColumnKind)}
    kind = kinds.get(entry.text("kind"))
    if kind is None:
        raise entry.error("kind", translate("应是 {choices} 之一", choices="、".join(kinds)))
    return ColumnEntry(
        zh=entry.text("zh"),
        en=entry.text("en"),
        also=entry.optional_texts("also"),
        unit=entry.text("unit"),
        kind=kind,
    )
