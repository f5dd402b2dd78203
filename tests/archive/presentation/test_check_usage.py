"""Which checks are shown with a figure."""

from __future__ import annotations

import pytest

from archive.presentation.check_usage import is_used_by_check

FORM = "2021"


def check_row(check_id: str, figure_key: str, cells: str | None = None) -> dict[str, str | None]:
    table, row, column = figure_key.split(".")
    return {"check_id": check_id, "table_key": table, "row_key": row, "column_key": column, "cells": cells}


ISSUED = check_row(
    "T2_ISSUED_LE", "disclosure.rules.issued", "disclosure.rules.issued disclosure.rules.in_force"
)


@pytest.mark.parametrize(
    ("check", "key", "used"),
    [
        # A failing check lists the cells that it compared: only these are used, not its own position.
        (ISSUED,
         "disclosure.rules.in_force", True),
        (ISSUED,
         "disclosure.rules.repealed", False),
        (check_row("P_SUIT", "challenges.direct_suit.total",
               "challenges.direct_suit.total challenges.suit_after_review.total"),
         "challenges.suit_after_review.total", True),
        # A passing check lists no cells: its position decides.
        (check_row("T3_ROW", "requests.granted."), "requests.granted.business", True),
        (check_row("T3_ROW", "requests.granted."), "requests.denied_security.business", False),
        (check_row("T3_SUM", "requests.processed_total.total"), "requests.granted.total", True),
        (check_row("T3_SUM", "requests.processed_total.total"), "requests.new_requests.total", False),
        (check_row("T3_IDENT", "requests.identity.total"), "requests.carried_over.total", True),
        (check_row("T3_IDENT", "requests.identity.total"), "requests.carried_over.business", False),
    ],
)  # fmt: skip
def test_whether_a_check_used_a_figure(check: dict[str, str], key: str, used: bool) -> None:
    assert is_used_by_check(check, key, FORM) is used
