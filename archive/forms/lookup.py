"""Looks up forms, figures and sections by their keys."""

from __future__ import annotations

from functools import cache

from archive.forms.files import form_sources
from archive.forms.loader import parse_form
from archive.forms.types import Form
from archive.forms.vocabulary import TABLE_KEYS, shared_terms
from archive.model import FormError, translate


@cache
def forms() -> dict[str, Form]:
    """All forms by id, oldest first. Raises `FormError` if a form file is wrong or an id is used twice."""
    forms_by_id: dict[str, Form] = {}
    for source in form_sources():
        parsed = parse_form(source)
        if parsed.id in forms_by_id:
            raise source.error("id", translate("已有 {form} 这个表式；请另取一个", form=parsed.id))
        forms_by_id[parsed.id] = parsed
    return dict(sorted(forms_by_id.items(), key=lambda item: item[1].first_year))


def form(form_id: str) -> Form:
    """Return the form with this id. Raises `FormError` if there is none."""
    try:
        return forms()[form_id]
    except KeyError:
        raise FormError(
            translate("没有表式 {form}；已知的有：{known}", form=repr(form_id), known="、".join(forms()))
        ) from None


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
    """Printed titles of the six sections by key, in the order of the report; the statutory title is first."""
    sections = shared_terms().sections
    return {key: sections[key].labels for key in ("overview", *TABLE_KEYS, "problems", "other_matters")}


@cache
def section_keys() -> tuple[str, ...]:
    """Keys of all parts of a report's text, in order: preamble, the six sections, signature."""
    return ("preamble", *section_titles(), "signature")
