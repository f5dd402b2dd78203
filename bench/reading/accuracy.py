"""Accuracy of reading on every combination of format, form and anomaly, compared with the known truth.

The size `small` reads what the tests read. Shares are compared with 1, so that a floor of floors.toml is the
least share that is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measurement, Size
from tests.accuracy.floors import DOCUMENT_COUNT
from tests.accuracy.measure import accuracy_rates, all_specimens, read_specimen, sample_specimens

ROUNDS = 2
# From `SIZE=full` on.
_FULL_SIZE_REPORTS = 600


def run(size: Size) -> Iterator[Measurement]:
    """Measure the shares of figures that are correct, not flagged without cause, and correct or flagged."""
    specimens = (
        all_specimens(ROUNDS)
        if size.reports >= _FULL_SIZE_REPORTS
        else iter(sample_specimens(DOCUMENT_COUNT, size.seed))
    )
    results = [read_specimen(specimen) for specimen in specimens]
    rates = accuracy_rates(results)
    cells = sum(result.cells for result in results)
    silent = sum(len(result.unflagged) for result in results)
    for result in results:
        if not result.specimen.exception_reason and (
            result.wrong or result.misread or result.missing_findings or result.false_failures
        ):
            details = f"{len(result.wrong)} wrong, {result.misread} {result.missing_findings}"
            print(f"  {result.specimen.name}: {details}", flush=True)
    title = f"accuracy, {rates.documents} documents, {rates.excepted} left out"
    yield Measurement(title, rates.right_share, "right", "all", 1.0, "accuracy_right")
    yield Measurement("clean documents", 1 - rates.flagged_share, "not flagged", "all", 1.0, "accuracy_calm")
    yield Measurement(
        f"{silent} figures silently wrong", 1 - silent / cells, "not silent", "all", 1.0, "accuracy_open"
    )
