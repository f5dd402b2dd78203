"""Every label by its key: those of `terms.toml`, and those that a form's file brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from archive.forms.files import form_sources, shared_terms
from archive.forms.toml_entry import TomlTable

TABLE_KEYS = ("disclosure", "requests", "challenges")
COLUMN_KINDS = ("count", "change", "amount")
_TERM_KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,62}")
# What a published table calls its own columns.
_RESERVED_KEYS = ("report_id", "number", "row", "label", "grid", "grid_row")

Terms = dict[str, Any]


@cache
def vocabulary() -> Terms:
    """`terms.toml` with the `[terms]` of every form put in.

    Its parts are sections, tables, captions, groups, rows (by table) and columns.
    """
    known: Terms = deepcopy(dict(shared_terms().data))
    for source in form_sources():
        said = source.table("terms")
        said.reject_unknown_keys("captions", "groups", "rows", "columns")
        said.table("rows").reject_unknown_keys(*TABLE_KEYS)
        for terms, entry in _terms_by_kind(known, said):
            for key in entry.data:
                _add_term(terms, key, entry.table(key), source.text("id"))
    return known


def _terms_by_kind(known: Terms, entry: TomlTable) -> Iterator[tuple[Terms, TomlTable]]:
    for kind in ("captions", "groups", "columns"):
        yield known[kind], entry.table(kind)
    for table in TABLE_KEYS:
        yield known["rows"][table], entry.table("rows").table(table)


def _add_term(terms: Terms, key: str, entry: TomlTable, form_id: str) -> None:
    """A new key with all that belongs to it, or the label that this form prints for a known one."""
    if key in terms:
        entry.reject_unknown_keys("zh")
        terms[key].setdefault("in", {})[form_id] = entry.text("zh")
        return
    if not _TERM_KEY_PATTERN.fullmatch(key) or key in _RESERVED_KEYS:
        raise entry.error(
            "", f"代码只用小写字母、数字和下划线，以字母开头，也不可用 {'、'.join(_RESERVED_KEYS)}"
        )
    made: Terms = {name: entry.text(name) for name in ("zh", "en")}
    made["also"] = list(entry.texts("also")) if "also" in entry.data else []
    if ".columns." in entry.path:
        entry.reject_unknown_keys("zh", "en", "also", "unit", "kind")
        made |= {name: entry.text(name) for name in ("unit", "kind")}
        if made["kind"] not in COLUMN_KINDS:
            raise entry.error("kind", f"应是 {'、'.join(COLUMN_KINDS)} 之一")
    else:
        entry.reject_unknown_keys("zh", "en", "also")
    terms[key] = made
