"""Which checks are told beside a figure."""

from __future__ import annotations

import pytest

from archive.presentation.check_usage import uses

FORM = "2021"


def check(check_id: str, place: str, cells: str | None = None) -> dict[str, str | None]:
    table, row, column = place.split(".")
    return {"check_id": check_id, "table_key": table, "row_key": row, "column_key": column, "cells": cells}


ISSUED = check("T2_ISSUED_LE", "disclosure.rules.issued", "disclosure.rules.issued disclosure.rules.in_force")


@pytest.mark.parametrize(
    ("said", "key", "used"),
    [
        # A failing check speaks of the cells that it compared and of no other, wherever its place is.
        (ISSUED,
         "disclosure.rules.in_force", True),
        (ISSUED,
         "disclosure.rules.repealed", False),
        (check("P_SUIT", "challenges.direct_suit.total",
               "challenges.direct_suit.total challenges.suit_after_review.total"),
         "challenges.suit_after_review.total", True),
        # One that passed keeps no cells: its place tells.
        (check("T3_ROW", "requests.granted."), "requests.granted.business", True),
        (check("T3_ROW", "requests.granted."), "requests.denied_security.business", False),
        (check("T3_SUM", "requests.processed_total.total"), "requests.granted.total", True),
        (check("T3_SUM", "requests.processed_total.total"), "requests.new_requests.total", False),
        (check("T3_IDENT", "requests.identity.total"), "requests.carried_over.total", True),
        (check("T3_IDENT", "requests.identity.total"), "requests.carried_over.business", False),
    ],
)  # fmt: skip
def test_a_figure_is_told_of_the_checks_that_used_it(said: dict[str, str], key: str, used: bool) -> None:
    assert uses(said, key, FORM) is used
