"""What the templates can ask for: Chinese labels everywhere, the report page, the home page."""

from __future__ import annotations

import re
from typing import Any
from weakref import WeakKeyDictionary

from datasette.hookspecs import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from archive.presentation import labels
from archive.presentation.figures import number
from archive.site.app.version import site_version
from archive.site.pages.archived_table import GridPage, grid_page
from archive.site.pages.downloads import csv_url
from archive.site.pages.filter_summary import operators, order, sentence
from archive.site.pages.home import HomePage, home_page
from archive.site.pages.report import ReportPage, report_page, web_address
from archive.site.pages.table_view import aside, at_a_glance, label_column

_DATABASE = "archive"
# A row's address as the canned queries put it together.
_OWN_PAGE = re.compile(rf"/{_DATABASE}/[a-z_]+/[^/\s]+")
# A database that never changes has one home page.
_HOMES: WeakKeyDictionary[Any, HomePage] = WeakKeyDictionary()


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """For every page; coroutine functions are awaited by the templates themselves."""

    async def report(key: str) -> ReportPage:
        return await report_page(datasette.get_database(_DATABASE), int(key))

    async def grid(report_id: str, number: str, figure: str) -> GridPage:
        return await grid_page(datasette.get_database(_DATABASE), int(report_id), int(number), figure)

    async def home() -> HomePage:
        if datasette not in _HOMES:
            _HOMES[datasette] = await home_page(datasette.get_database(_DATABASE))
        return _HOMES[datasette]

    return {
        "aside": aside,
        "at_a_glance": at_a_glance,
        "label_column": label_column,
        "csv_url": csv_url,
        "report": report,
        "grid": grid,
        "home": home,
        "wording": labels,
        "sentence": sentence,
        "order": order,
        "operators": operators,
        "web_address": web_address,
        "site_version": site_version(),
        "release": datasette.get_database(_DATABASE).hash,
    }


@hookimpl
def render_cell(value: object, column: str, table: str | None, datasette: Any) -> Markup | str | None:
    """Codes in Chinese, linked rows by their label alone, addresses that are safe to follow."""
    if value is None:
        return None
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return _linked(datasette, table or "", column, value)
    if isinstance(value, str) and web_address(value):
        return Markup('<a class="url" href="{0}" rel="noopener noreferrer nofollow">{0}</a>').format(value)
    if table is None and isinstance(value, str) and _OWN_PAGE.fullmatch(value):
        return Markup('<a href="{}">打开</a>').format(datasette.urls.path(value))
    label = labels.value_label(*((table, column) if table else labels.aliased(column)), value)
    return None if label == str(value) else Markup('<span title="{}">{}</span>').format(value, label)


def _linked(datasette: Any, table: str, column: str, value: dict[str, Any]) -> Markup | None:
    """A row of another table: its label as the link's text (Datasette adds the bare number)."""
    other = labels.link_target(table, column)
    if not other:
        return None
    path = f"{datasette.urls.table(_DATABASE, other)}/{tilde_encode(str(value['value']))}"
    return Markup('<a href="{}">{}</a>').format(path, escape(value["label"]))
