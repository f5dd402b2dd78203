"""The statutory forms as data: which tables, rows and columns a report of each must print, what adds up.

Adding a form is adding a `form_<id>.toml`, here or in the folder that GONGKAI_FORMS names. Labels that
several forms share are in `terms.toml`; a form's file brings its own.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from archive.forms.files import fingerprint, sources, statutory
from archive.forms.loader import form_of
from archive.forms.types import Block, Column, ColumnSum, Form, Layout, Row, RowSum, Span, Table, Term
from archive.forms.vocabulary import TABLES, vocabulary
from archive.model import UnknownForm

__all__ = [
    "TABLES",
    "Block",
    "Column",
    "ColumnSum",
    "Form",
    "Layout",
    "Row",
    "RowSum",
    "Span",
    "Table",
    "Term",
    "figures",
    "fingerprint",
    "form",
    "forms",
    "section_titles",
    "sections",
    "terms",
]


def terms() -> dict[str, Any]:
    """Every label by its key, those of the forms among them: `vocabulary`."""
    return vocabulary()


@cache
def forms() -> dict[str, Form]:
    """Every form by its id, oldest first."""
    found: dict[str, Form] = {}
    for source in sources():
        one = form_of(source)
        if one.id in found:
            raise source.wrong("id", f"已有 {one.id} 这个表式；请另取一个")
        found[one.id] = one
    return {one.id: one for one in sorted(found.values(), key=lambda one: one.first_year)}


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
    known = {key: (term["zh"], *term.get("also", ())) for key, term in statutory().data["sections"].items()}
    return {key: known[key] for key in ("overview", *TABLES, "problems", "other_matters")}


@cache
def sections() -> tuple[str, ...]:
    """Every key of a report's text in its order: the preamble, the six sections, the signature."""
    return ("preamble", *section_titles(), "signature")
