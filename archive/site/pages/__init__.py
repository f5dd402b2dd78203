"""The data of each page of the site, as plain values for the templates."""

from __future__ import annotations

from archive.site.pages.archived_table import GridPage, grid_page
from archive.site.pages.downloads import csv_url
from archive.site.pages.filter_summary import describe_filters, describe_sort, filter_operators
from archive.site.pages.home import HomePage, home_page
from archive.site.pages.report import ReportPage, report_page, web_address
from archive.site.pages.table_view import hidden_columns, label_column, visible_cells

__all__ = [
    "GridPage",
    "HomePage",
    "ReportPage",
    "csv_url",
    "describe_filters",
    "describe_sort",
    "filter_operators",
    "grid_page",
    "hidden_columns",
    "home_page",
    "label_column",
    "report_page",
    "visible_cells",
    "web_address",
]
