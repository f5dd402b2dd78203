"""Every format × form × anomaly, read and held against the truth; `small` reads what the tests read.

Shares, with 1 beside them, so that a floor of floors.toml is the least share that is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measured, Size
from tests.accuracy.floors import DOCUMENTS
from tests.accuracy.measure import everything, judge, rates, sample

ROUNDS = 2
# `SIZE=full` and larger.
_FULL = 600


def run(size: Size) -> Iterator[Measured]:
    """Figures read rightly, figures not doubted without cause, figures that are right or doubted."""
    specimens = everything(ROUNDS) if size.reports >= _FULL else iter(sample(DOCUMENTS))
    verdicts = [judge(one) for one in specimens]
    found = rates(verdicts)
    cells = sum(one.cells for one in verdicts)
    silent = sum(len(one.silent) for one in verdicts)
    for one in verdicts:
        if not one.specimen.excepted and (one.wrong or one.misread or one.not_found or one.false_failures):
            print(f"  {one.specimen.name}: {len(one.wrong)} wrong, {one.misread} {one.not_found}", flush=True)
    what = f"accuracy, {found.documents} documents, {found.excepted} left out"
    yield Measured(what, found.right, "right", "all", 1.0, "accuracy_right")
    yield Measured("clean documents", 1 - found.flagged, "not doubted", "all", 1.0, "accuracy_calm")
    yield Measured(
        f"{silent} figures silently wrong", 1 - silent / cells, "open", "all", 1.0, "accuracy_open"
    )
