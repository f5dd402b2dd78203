"""Computes which sums fail, from the printed cells alone: the reference for the archive's checks.

Written independently of `archive.checks`, from the text of the forms: applicants add up to the total of their
row, results to (七)总计, 一 and 二 to 三(七) and 四, four outcomes to a total. Blank is not zero: a sum fails
if no values of its blanks make it hold. A sum with an unreadable cell never fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.forms import FormRow, form
from samples.reports.cell_styles import Cells, PrintedCell
from samples.reports.figures import APPLICANTS

_COLUMNS = (*APPLICANTS, "total")
_OUTCOMES = ("upheld", "corrected", "other_result", "pending")
_BLANK = PrintedCell("", "blank")
_ADDABLE_STATES = ("reported", "blank", "absent")


def failing_sums(form_id: str, cells: Cells) -> list[str]:
    """The keys of all sums that fail, as `failed` of `read --json` has them, in report order."""
    return [key for key, left, right in _sums(form_id, cells) if _is_violated(left, right)]


def _sums(form_id: str, cells: Cells) -> Iterator[tuple[str, list[PrintedCell], list[PrintedCell]]]:
    """Every sum: its key, the cells to its left and to its right."""
    rows = form(form_id).table("requests").rows

    def cell_at(row: str, column: str, table: str = "requests") -> PrintedCell:
        """The printed cell, blank if it is missing."""
        return cells.get((table, row, column), _BLANK)

    printed = [row for row in rows if cell_at(row.key, "total").raw != "merged"]
    for row in printed:
        yield (
            f"requests.{row.key}",
            [cell_at(row.key, column) for column in APPLICANTS],
            [cell_at(row.key, "total")],
        )
    for column in _COLUMNS:
        results = [cell_at(row.key, column) for row in printed if _is_result(row)]
        yield f"requests.processed_total.{column}", results, [cell_at("processed_total", column)]
    for column in _COLUMNS:
        left = [cell_at(row, column) for row in ("new_requests", "carried_over")]
        right = [cell_at(row, column) for row in ("processed_total", "carried_forward")]
        yield f"requests.identity.{column}", left, right
    for block in ("review", "direct_suit", "suit_after_review"):
        outcomes = [cell_at(block, outcome, "challenges") for outcome in _OUTCOMES]
        yield f"challenges.{block}", outcomes, [cell_at(block, "total", "challenges")]


def _is_result(row: FormRow) -> bool:
    return bool(row.groups) and row.key != "processed_total"


def _is_violated(left: Sequence[PrintedCell], right: Sequence[PrintedCell]) -> bool:
    if any(cell.state not in _ADDABLE_STATES for cell in (*left, *right)):
        return False
    sums = [sum((cell.number or Decimal(0) for cell in side), Decimal(0)) for side in (left, right)]
    if sums[0] == sums[1]:
        return False
    smaller = left if sums[0] < sums[1] else right
    return all(cell.number is not None for cell in smaller)
