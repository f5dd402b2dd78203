"""What a table page shows, said in one Chinese sentence: Datasette's own is English and made in Python."""

from __future__ import annotations

from collections.abc import Iterable

from archive.presentation.labels import column_label, value_label, wording

# Comparisons that take no value.
_ALONE = ("isblank", "notblank", "isnull", "notnull")


def sentence(table: str, search: str, selections: Iterable[tuple[str, str, str]]) -> str:
    """`全文含“信访”，且省份等于“湖南省”`; "" where everything is shown."""
    parts = [f"全文含“{search}”"] if search else []
    parts += [_part(table, *selection) for selection in selections]
    return "，且".join(parts)


def order(table: str, sort: str, sort_desc: str) -> str:
    """`按报告年度从大到小`; "" where rows stand in the order of their key."""
    if not sort and not sort_desc:
        return ""
    return f"按{column_label(table, sort or sort_desc)}从{'大到小' if sort_desc else '小到大'}"


def operators() -> list[tuple[str, str]]:
    """The comparisons that the filter form offers: what Datasette takes, what it is called."""
    return [(f"{key}__1" if key in _ALONE else key, label) for key, label in wording()["operator"].items()]


def _part(table: str, column: str, operator: str, value: str) -> str:
    told = f"{column_label(table, column)}{wording()['operator'].get(operator, operator)}"
    return told if operator in _ALONE else f"{told}“{value_label(table, column, value)}”"
