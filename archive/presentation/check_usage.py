"""Which checks looked at a figure: told from the cells that a row of `checks` names, else from its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.forms import ColumnSum, form


def is_used_by_check(check: Mapping[str, Any], key: str, form_id: str) -> bool:
    """Whether the check (a row of `checks`) used the figure `key` of a report in the form `form_id`.

    A failing check names the cells that it compared. Of the others,
    one that names a row and no column used the whole row; the sum of a column used all results in it.
    """
    if check["cells"]:
        return key in check["cells"].split()
    table, row, column = key.split(".")
    if check["table_key"] != table or check["column_key"] not in ("", column):
        return False
    return row in _checked_rows(check, form_id)


def _checked_rows(check: Mapping[str, Any], form_id: str) -> tuple[str, ...]:
    place = (check["check_id"], check["table_key"], check["row_key"])
    for one in form(form_id).sums:
        if isinstance(one, ColumnSum) and place == (one.id, one.table, one.row):
            return (*one.left, *one.right)
    return (check["row_key"],)
