"""Describes the filters and the sort order of a table page in Chinese.

Datasette's own description is English and cannot be changed in a template.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive.presentation import column_label, label, label_maps, value_label

# Comparisons that take no value.
_VALUELESS_OPERATORS = ("isblank", "notblank", "isnull", "notnull")


def describe_filters(table: str, search: str, selections: Iterable[tuple[str, str, str]]) -> str:
    """`全文含“信访”，且省份等于“湖南省”`; "" if there are no filters.

    A selection is column, operator and value.
    """
    parts = [f"全文含“{search}”"] if search else []
    parts += [_describe_filter(table, *selection) for selection in selections]
    return "，且".join(parts)


def describe_sort(table: str, sort: str, sort_desc: str) -> str:
    """`按报告年度从大到小`; "" if rows are in the order of their key."""
    if not sort and not sort_desc:
        return ""
    return f"按{column_label(table, sort or sort_desc)}从{'大到小' if sort_desc else '小到大'}"


def filter_operators() -> list[tuple[str, str]]:
    """The operators of the filter form: Datasette's code and its label."""
    return [
        (f"{key}__1" if key in _VALUELESS_OPERATORS else key, text)
        for key, text in label_maps()["operator"].items()
    ]


def _describe_filter(table: str, column: str, operator: str, value: str) -> str:
    condition = f"{column_label(table, column)}{label('operator', operator)}"
    if operator in _VALUELESS_OPERATORS:
        return condition
    return f"{condition}“{value_label(table, column, value)}”"
