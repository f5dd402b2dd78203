"""Mutated documents: how many are read without a crash, a hang or a wrong figure that nothing points at."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measurement, Size
from tests.accuracy.mutants import read_mutants, summary

# Mutants, and how many of them are PDFs.
SMALL_COUNTS, FULL_COUNTS = (1_000, 50), (10_000, 500)
_FULL_SIZE_REPORTS = 600


def run(size: Size) -> Iterator[Measurement]:
    """The share of mutants without an unflagged wrong figure, and without a crash or a hang."""
    counts = FULL_COUNTS if size.reports >= _FULL_SIZE_REPORTS else SMALL_COUNTS
    outcomes = list(read_mutants(*counts, seed=size.seed))
    print(summary(outcomes), flush=True)
    for one in outcomes:
        if one.wrong or one.failure:
            print(f"  {one.name}: {one.failure or '; '.join(one.wrong[:3])}", flush=True)
    honest = sum(not one.wrong for one in outcomes) / len(outcomes)
    sound = sum(not one.failure for one in outcomes) / len(outcomes)
    yield Measurement(
        "mutation, no wrong figure without a doubt", honest, "of all", "all", 1.0, "mutation_honest"
    )
    yield Measurement("mutation, no crash and no hang", sound, "of all", "all", 1.0, "mutation_sound")
