"""Anomalies of published reports, one function each, with the result that reading must give.

An anomaly takes a report and returns an altered one with its true values and the expected findings. Which
error-level checks must fail follows from the altered cells (`samples.reports.expected_sums`).
"""

from __future__ import annotations

from samples.anomalies import blanks, drawing, identity, numbers, wording, wrong_sums
from samples.anomalies.base import AlteredReport, Anomaly, ExpectedFinding

__all__ = ["ANOMALIES", "AlteredReport", "Anomaly", "ExpectedFinding"]

_ANOMALY_FUNCTIONS: tuple[Anomaly, ...] = (
    blanks.total_blank,
    blanks.nearly_blank,
    blanks.rows_dropped,
    blanks.block_dropped,
    blanks.row_merged,
    blanks.marks,
    numbers.unit_inside,
    numbers.rounded,
    numbers.annotated,
    numbers.spelled,
    numbers.many_remedies,
    wrong_sums.wrong_row_total,
    wrong_sums.wrong_part,
    wrong_sums.wrong_column_sum,
    wrong_sums.wrong_identity,
    wrong_sums.wrong_remedy_total,
    wrong_sums.totals_zero,
    drawing.label_mutilated,
    drawing.header_halves_lost,
    drawing.year_in_headers,
    drawing.rows_added,
    drawing.extra_table,
    identity.town_with_rules,
    identity.copied_agency,
    identity.year_in_title,
    identity.hijacked,
    identity.annotated_in_pinyin,
    identity.consolidated,
    identity.redated_address,
    wording.prose_differs,
    wording.chinese_count,
    wording.stale_period,
    wording.stale_sentence,
    wording.other_notice,
    wording.five_sections,
    wording.problems_empty,
    wording.fee_unstated,
    wording.slips,
    wording.garbled,
    wording.sentence_cut,
    wording.unsigned,
    wording.signed_on_top,
)
ANOMALIES: dict[str, Anomaly] = {anomaly.__name__: anomaly for anomaly in _ANOMALY_FUNCTIONS}
"""Every anomaly by the name of its function."""
