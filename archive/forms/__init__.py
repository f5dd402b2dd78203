"""Loads the statutory forms (tables, rows, columns, sums) from TOML files and looks them up by id.

A form is added as a file `form_<id>.toml`, here or in the folder that GONGKAI_FORMS names. Labels that
several forms share are in `terms.toml`; a form's file adds its own.
"""

from __future__ import annotations

from archive.forms.files import FORMS_DIR_VARIABLE, extra_forms_fingerprint, extra_forms_folders
from archive.forms.legacy import LEGACY_FORM, chapter_names, legacy_form
from archive.forms.lookup import figure_keys, form, forms, section_keys, section_titles
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
from archive.forms.vocabulary import TABLE_KEYS, TermEntry, Terms, terms

__all__ = [
    "FORMS_DIR_VARIABLE",
    "LEGACY_FORM",
    "TABLE_KEYS",
    "ColumnSum",
    "Form",
    "FormBlock",
    "FormColumn",
    "FormRow",
    "FormTable",
    "HeaderSpan",
    "RowSum",
    "TableLayout",
    "Term",
    "TermEntry",
    "Terms",
    "chapter_names",
    "extra_forms_fingerprint",
    "extra_forms_folders",
    "figure_keys",
    "form",
    "forms",
    "legacy_form",
    "section_keys",
    "section_titles",
    "terms",
]
