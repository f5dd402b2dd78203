"""Which checks looked at a figure: told from the place that a row of `checks` names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.forms import form
from archive.site.wording import IDENTITY

# The rows that the identity printed in the header of table 3 speaks of.
IDENTITY_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")
_COLUMN_SUM = "T3_SUM"


def uses(check: Mapping[str, Any], key: str, form_id: str) -> bool:
    """Whether the check (a row of `checks`) used the figure `key` of a report in the form `form_id`.

    A check that names a row and no column used the whole row; the sum of a column used all results in it.
    """
    table, row, column = key.split(".")
    if check["table_key"] != table or check["column_key"] not in ("", column):
        return False
    return row in _rows(check, form_id)


def _rows(check: Mapping[str, Any], form_id: str) -> tuple[str, ...]:
    if check["row_key"] == IDENTITY:
        return IDENTITY_ROWS
    if check["check_id"] == _COLUMN_SUM:
        return tuple(row.key for row in form(form_id).table(check["table_key"]).rows if row.groups)
    return (check["row_key"],)
