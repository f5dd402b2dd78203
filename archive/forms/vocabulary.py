"""Every label by its key: those of `terms.toml`, and those that a form's file brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from archive.forms.files import sources, statutory
from archive.forms.toml_entry import Entry

TABLES = ("disclosure", "requests", "challenges")
KINDS = ("count", "change", "amount")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
# What a published table calls its own columns.
_TAKEN = ("report_id", "number", "row", "label", "grid", "grid_row")

Terms = dict[str, Any]


@cache
def vocabulary() -> Terms:
    """`terms.toml` with the `[terms]` of every form put in.

    Its parts are sections, tables, captions, groups, rows (by table) and columns.
    """
    known: Terms = deepcopy(dict(statutory().data))
    for source in sources():
        said = source.entry("terms")
        said.only("captions", "groups", "rows", "columns")
        said.entry("rows").only(*TABLES)
        for terms, entry in _kinds(known, said):
            for key in entry.data:
                _enter(terms, key, entry.entry(key), source.text("id"))
    return known


def _kinds(known: Terms, said: Entry) -> Iterator[tuple[Terms, Entry]]:
    for kind in ("captions", "groups", "columns"):
        yield known[kind], said.entry(kind)
    for table in TABLES:
        yield known["rows"][table], said.entry("rows").entry(table)


def _enter(terms: Terms, key: str, said: Entry, form_id: str) -> None:
    """A new key with all that belongs to it, or the label that this form prints for a known one."""
    if key in terms:
        said.only("zh")
        terms[key].setdefault("in", {})[form_id] = said.text("zh")
        return
    if not _KEY.fullmatch(key) or key in _TAKEN:
        raise said.wrong("", f"代码只用小写字母、数字和下划线，以字母开头，也不可用 {'、'.join(_TAKEN)}")
    made: Terms = {name: said.text(name) for name in ("zh", "en")}
    made["also"] = list(said.texts("also")) if "also" in said.data else []
    if ".columns." in said.place:
        said.only("zh", "en", "also", "unit", "kind")
        made |= {name: said.text(name) for name in ("unit", "kind")}
        if made["kind"] not in KINDS:
            raise said.wrong("kind", f"应是 {'、'.join(KINDS)} 之一")
    else:
        said.only("zh", "en", "also")
    terms[key] = made
