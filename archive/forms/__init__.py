"""The statutory forms as data: which tables, rows and columns a report of each form must print.

Adding a form is adding a `form_<id>.toml`; labels are in `terms.toml` and nowhere else.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from archive.forms.types import Block, Column, Form, Row, Table, Term
from archive.model import UnknownForm

__all__ = [
    "Block",
    "Column",
    "Form",
    "Row",
    "Table",
    "Term",
    "figures",
    "form",
    "forms",
    "section_titles",
    "sections",
    "terms",
]

TABLES = ("disclosure", "requests", "challenges")


@cache
def terms() -> dict[str, Any]:
    """`terms.toml` as it is: sections, tables, captions, groups, rows by table, columns."""
    return tomllib.loads(files(__package__).joinpath("terms.toml").read_text(encoding="utf-8"))


@cache
def forms() -> dict[str, Form]:
    """Every form by its id, oldest first."""
    found = [
        _form(tomllib.loads(entry.read_text(encoding="utf-8")), entry.name)
        for entry in files(__package__).iterdir()
        if entry.name.startswith("form_") and entry.name.endswith(".toml")
    ]
    return {one.id: one for one in sorted(found, key=lambda one: one.first_year)}


def form(form_id: str) -> Form:
    """The form `form_id`; `UnknownForm` when there is none."""
    try:
        return forms()[form_id]
    except KeyError:
        raise UnknownForm(f"没有表式 {form_id!r}；已知的有：{'、'.join(forms())}") from None


def figures(form_id: str) -> tuple[tuple[str, str, str], ...]:
    """(table, row, column) of every figure that the form expects, in form order: 200 in 2021, 198 in 2019."""
    return tuple(
        (table.key, row.key, column.key)
        for table in form(form_id).tables
        for row in table.rows
        for column in row.columns
    )


@cache
def section_titles() -> dict[str, tuple[str, ...]]:
    """Section key → its printed titles, the statutory one first; the six sections in their order."""
    known = {key: (term["zh"], *term.get("also", ())) for key, term in terms()["sections"].items()}
    return {key: known[key] for key in ("overview", *TABLES, "problems", "other_matters")}


@cache
def sections() -> tuple[str, ...]:
    """Every key of a report's text in its order: the preamble, the six sections, the signature."""
    return ("preamble", *section_titles(), "signature")


def _form(data: dict[str, Any], name: str) -> Form:
    try:
        form_id = data["id"]
        return Form(
            id=form_id,
            title=data["title"],
            notice=data["notice"],
            first_year=data["first_year"],
            tables=tuple(_table(key, data[key], form_id) for key in TABLES),
            columns_of_its_own=tuple(_column(key, form_id) for key in data["columns_of_its_own"]),
            rows_of_its_own=tuple(data["rows_of_its_own"]),
        )
    except KeyError as missing:
        raise UnknownForm(f"表式文件 {name} 缺少或用了未知的键 {missing}") from missing


def _table(key: str, blocks: list[dict[str, Any]], form_id: str) -> Table:
    columns: list[str] = []
    read: list[Block] = []
    for block in blocks:
        columns = block.get("columns", columns)  # a block without columns goes on with those above it
        read.append(_block(key, {**block, "columns": columns}, form_id))
    return Table(key=key, zh=terms()["tables"][key]["zh"], blocks=tuple(read))


def _block(table: str, data: dict[str, Any], form_id: str) -> Block:
    columns = tuple(_column(key, form_id) for key in data["columns"])
    groups = tuple(_term(key, terms()["groups"][key], form_id) for key in data.get("groups", ()))
    rows = tuple(
        Row(term=_term(key, terms()["rows"][table][key], form_id), columns=columns, groups=groups)
        for key in data["rows"]
    )
    caption = data.get("caption")
    return Block(
        rows=rows,
        columns=columns,
        groups=groups,
        caption=_term(caption, terms()["captions"][caption], form_id) if caption else None,
        printed_as_one=data.get("printed_as_one"),
    )


def _term(key: str, data: dict[str, Any], form_id: str) -> Term:
    zh = data.get("in", {}).get(form_id, data["zh"])
    also = tuple(one for one in (data["zh"], *data.get("also", ())) if one != zh)
    return Term(key=key, zh=zh, en=data["en"], also=also)


def _column(key: str, form_id: str) -> Column:
    data = terms()["columns"][key]
    return Column(term=_term(key, data, form_id), unit=data["unit"], kind=data["kind"])
