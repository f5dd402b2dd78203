"""Datasette plugin: template variables, and Chinese labels and safe links in cells."""

from __future__ import annotations

import re
from typing import Any
from weakref import WeakKeyDictionary

from datasette.hookspecs import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from archive.presentation import display_number, labels
from archive.site.app import site_version
from archive.site.pages import (
    GridPage,
    HomePage,
    ReportPage,
    csv_url,
    describe_filters,
    describe_sort,
    filter_operators,
    grid_page,
    hidden_columns,
    home_page,
    label_column,
    report_page,
    visible_cells,
    web_address,
)

_DATABASE_NAME = "archive"
# The path of a row in the result of a canned query.
_ROW_PATH_PATTERN = re.compile(rf"/{_DATABASE_NAME}/[a-z_]+/[^/\s]+")
# The data of the home page by Datasette instance: its database never changes.
_HOME_PAGES: WeakKeyDictionary[Any, HomePage] = WeakKeyDictionary()


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """The variables of every template; coroutine functions are awaited by the templates."""

    async def load_report_page(key: str) -> ReportPage:
        return await report_page(datasette.get_database(_DATABASE_NAME), int(key))

    async def load_grid_page(report_id: str, number: str, figure: str) -> GridPage:
        return await grid_page(datasette.get_database(_DATABASE_NAME), int(report_id), int(number), figure)

    async def load_home_page() -> HomePage:
        if datasette not in _HOME_PAGES:
            _HOME_PAGES[datasette] = await home_page(datasette.get_database(_DATABASE_NAME))
        return _HOME_PAGES[datasette]

    return {
        "hidden_columns": hidden_columns,
        "visible_cells": visible_cells,
        "label_column": label_column,
        "csv_url": csv_url,
        "report_page": load_report_page,
        "grid_page": load_grid_page,
        "home_page": load_home_page,
        "labels": labels,
        "describe_filters": describe_filters,
        "describe_sort": describe_sort,
        "filter_operators": filter_operators,
        "web_address": web_address,
        "site_version": site_version(),
        "release": datasette.get_database(_DATABASE_NAME).hash,
    }


@hookimpl
def render_cell(value: object, column: str, table: str | None, datasette: Any) -> Markup | str | None:
    """Show labels for codes, labels of linked rows, and links that are safe to follow."""
    if value is None:
        return None
    if isinstance(value, float):
        return display_number(value)
    if isinstance(value, dict):
        return _row_link(datasette, table or "", column, value)
    if isinstance(value, str) and web_address(value):
        return Markup('<a class="url" href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(value)
    if table is None and isinstance(value, str) and _ROW_PATH_PATTERN.fullmatch(value):
        return Markup('<a href="{}">打开</a>').format(datasette.urls.path(value))
    label = labels.value_label(*((table, column) if table else labels.coded_column(column)), value)
    return None if label == str(value) else Markup('<span title="{}">{}</span>').format(value, label)


def _row_link(datasette: Any, table: str, column: str, value: dict[str, Any]) -> Markup | None:
    """A link to a row of another table with its label as text (Datasette would add the number)."""
    target = labels.link_target(table, column)
    if not target:
        return None
    path = f"{datasette.urls.table(_DATABASE_NAME, target)}/{tilde_encode(str(value['value']))}"
    return Markup('<a href="{}">{}</a>').format(path, escape(value["label"]))
