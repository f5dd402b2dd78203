"""Shapes that only a workbook can have: formulas and number formats."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from bench.foreign.model import REPORTED, UNREADABLE, expect_state
from bench.foreign.report import APPLICANTS, RESULTS, Draft, DraftFigure, change_figures


def add_formulas(is_cached: bool) -> Callable[[Draft, Random], Draft]:
    """A shape whose totals are sums; without cached values a reader of the file sees no number."""

    def change(draft: Draft, rng: Random) -> Draft:
        changes: dict[str, DraftFigure] = {}
        for key, figure in draft.figures.items():
            stem, _, last = key.rpartition(".")
            parts = ()
            if last == "total" and key.startswith("requests."):
                parts = APPLICANTS[:-1]
            elif last == "total" and key.startswith("challenges."):
                parts = RESULTS[:-1]
            sums = tuple(f"{stem}.{part}" for part in parts)
            if not sums or sum(int(draft.truth.figures[part]) for part in sums) != int(figure.text):
                continue
            changes[key] = replace(figure, sums=sums)
            if not is_cached:
                doubt = expect_state(UNREADABLE, REPORTED, doubtful_number=draft.truth.figures[key])
                changes[key] = replace(changes[key], expected=doubt)
        return change_figures(draft, changes)

    return change


def format_numbers(draft: Draft, rng: Random) -> Draft:
    """Number formats print separators, signs, units and decimals around the plain value."""
    changes = {}
    for key, figure in draft.figures.items():
        if key.endswith(".change"):
            form = "+0;-0;0"
        elif key.endswith("fee_amount"):
            form = "#,##0.0000"
        elif key.endswith("purchase_amount"):
            form = '#,##0"元"'
        elif key.startswith("disclosure."):
            form = '#,##0"件"'
        else:
            form = "#,##0"
        changes[key] = replace(figure, text=draft.truth.figures[key], number_format=form)
    return change_figures(draft, changes)
