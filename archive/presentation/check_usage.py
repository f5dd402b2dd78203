"""Decides whether a check used a figure, from the cells that a row of `checks` lists or from its position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.forms import ColumnSum, form


def is_used_by_check(check: Mapping[str, Any], key: str, form_id: str) -> bool:
    """True if the check (a row of `checks`) used the figure `key` of a report in the form `form_id`.

    A failed check lists the cells that it compared. Of the others, a check with a row and no column used
    every figure of that row, and the sum of a column used all results in the column.
    """
    if check["cells"]:
        return key in check["cells"].split()
    table, row, column = key.split(".")
    if check["table_key"] != table or check["column_key"] not in ("", column):
        return False
    return row in _checked_rows(check, form_id)


def _checked_rows(check: Mapping[str, Any], form_id: str) -> tuple[str, ...]:
    """The rows that the check reads: those of both sides if it is the sum of a column, else its own."""
    position = (check["check_id"], check["table_key"], check["row_key"])
    for rule in form(form_id).sums:
        if isinstance(rule, ColumnSum) and position == (rule.id, rule.table, rule.row):
            return (*rule.left, *rule.right)
    return (check["row_key"],)
