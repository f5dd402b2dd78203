"""What a table page shows, said in one Chinese sentence: Datasette's own is English and made in Python."""

from __future__ import annotations

from collections.abc import Iterable

from archive.presentation import column_label, label_maps, value_label

# Comparisons that take no value.
_VALUELESS_OPERATORS = ("isblank", "notblank", "isnull", "notnull")


def describe_filters(table: str, search: str, selections: Iterable[tuple[str, str, str]]) -> str:
    """`全文含“信访”，且省份等于“湖南省”`; "" where everything is shown."""
    parts = [f"全文含“{search}”"] if search else []
    parts += [_describe_filter(table, *selection) for selection in selections]
    return "，且".join(parts)


def describe_sort(table: str, sort: str, sort_desc: str) -> str:
    """`按报告年度从大到小`; "" where rows stand in the order of their key."""
    if not sort and not sort_desc:
        return ""
    return f"按{column_label(table, sort or sort_desc)}从{'大到小' if sort_desc else '小到大'}"


def filter_operators() -> list[tuple[str, str]]:
    """The comparisons that the filter form offers: what Datasette takes, what it is called."""
    return [
        (f"{key}__1" if key in _VALUELESS_OPERATORS else key, label)
        for key, label in label_maps()["operator"].items()
    ]


def _describe_filter(table: str, column: str, operator: str, value: str) -> str:
    condition = f"{column_label(table, column)}{label_maps()['operator'].get(operator, operator)}"
    return (
        condition if operator in _VALUELESS_OPERATORS else f"{condition}“{value_label(table, column, value)}”"
    )
