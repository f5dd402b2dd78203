"""Forms and labels by key, read once from the TOML files."""

from __future__ import annotations

from functools import cache
from typing import Any

from archive.forms.files import form_sources, shared_terms
from archive.forms.loader import parse_form
from archive.forms.types import Form
from archive.forms.vocabulary import TABLE_KEYS, vocabulary
from archive.model import FormError


def terms() -> dict[str, Any]:
    """Every label by its key, those of the forms among them: `vocabulary`."""
    return vocabulary()


@cache
def forms() -> dict[str, Form]:
    """Every form by its id, oldest first."""
    found: dict[str, Form] = {}
    for source in form_sources():
        one = parse_form(source)
        if one.id in found:
            raise source.error("id", f"已有 {one.id} 这个表式；请另取一个")
        found[one.id] = one
    return {one.id: one for one in sorted(found.values(), key=lambda one: one.first_year)}


def form(form_id: str) -> Form:
    """The form `form_id`; `UnknownForm` when there is none."""
    try:
        return forms()[form_id]
    except KeyError:
        raise FormError(f"没有表式 {form_id!r}；已知的有：{'、'.join(forms())}") from None


def figure_keys(form_id: str) -> tuple[tuple[str, str, str], ...]:
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
    known = {
        key: (term["zh"], *term.get("also", ())) for key, term in shared_terms().data["sections"].items()
    }
    return {key: known[key] for key in ("overview", *TABLE_KEYS, "problems", "other_matters")}


@cache
def section_keys() -> tuple[str, ...]:
    """Every key of a report's text in its order: the preamble, the six sections, the signature."""
    return ("preamble", *section_titles(), "signature")
