"""Share of mutated documents that are read without a crash, a timeout or an unflagged wrong figure."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measurement, Size
from tests.accuracy.mutants import read_mutants, summary

# Number of mutants, and how many of them are PDFs.
SMALL_COUNTS, FULL_COUNTS = (1_000, 50), (10_000, 500)
_FULL_SIZE_REPORTS = 600


def run(size: Size) -> Iterator[Measurement]:
    """Measure the shares of mutants without an unflagged wrong figure, and without a crash or a timeout."""
    counts = FULL_COUNTS if size.reports >= _FULL_SIZE_REPORTS else SMALL_COUNTS
    results = list(read_mutants(*counts, seed=size.seed))
    print(summary(results), flush=True)
    for result in results:
        if result.wrong or result.failure:
            print(f"  {result.name}: {result.failure or '; '.join(result.wrong[:3])}", flush=True)
    honest = sum(not result.wrong for result in results) / len(results)
    sound = sum(not result.failure for result in results) / len(results)
    yield Measurement("mutation, no unflagged wrong figure", honest, "of all", "all", 1.0, "mutation_honest")
    yield Measurement("mutation, no crash and no timeout", sound, "of all", "all", 1.0, "mutation_sound")
