"""Every format × form × anomaly, read and held against the truth; `small` reads what the tests read.

Shares, with 1 beside them, so that a floor of floors.toml is the least share that is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measurement, Size
from tests.accuracy.floors import DOCUMENT_COUNT
from tests.accuracy.measure import accuracy_rates, all_specimens, read_specimen, sample_specimens

ROUNDS = 2
# `SIZE=full` and larger.
_FULL_SIZE_REPORTS = 600


def run(size: Size) -> Iterator[Measurement]:
    """Figures read rightly, figures not doubted without cause, figures that are right or doubted."""
    specimens = (
        all_specimens(ROUNDS)
        if size.reports >= _FULL_SIZE_REPORTS
        else iter(sample_specimens(DOCUMENT_COUNT, size.seed))
    )
    verdicts = [read_specimen(one) for one in specimens]
    found = accuracy_rates(verdicts)
    cells = sum(one.cells for one in verdicts)
    silent = sum(len(one.unflagged) for one in verdicts)
    for one in verdicts:
        if not one.specimen.exception_reason and (
            one.wrong or one.misread or one.missing_findings or one.false_failures
        ):
            print(
                f"  {one.specimen.name}: {len(one.wrong)} wrong, {one.misread} {one.missing_findings}",
                flush=True,
            )
    what = f"accuracy, {found.documents} documents, {found.excepted} left out"
    yield Measurement(what, found.right_share, "right", "all", 1.0, "accuracy_right")
    yield Measurement("clean documents", 1 - found.flagged_share, "not doubted", "all", 1.0, "accuracy_calm")
    yield Measurement(
        f"{silent} figures silently wrong", 1 - silent / cells, "open", "all", 1.0, "accuracy_open"
    )
