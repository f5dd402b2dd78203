"""Mutated documents: how many are read without a crash, a hang or a wrong figure that nothing points at."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Measured, Size
from tests.accuracy.mutants import mutants, summary

# Mutants, and how many of them are PDFs.
SMALL, FULL = (1_000, 50), (10_000, 500)
_FULL = 600


def run(size: Size) -> Iterator[Measured]:
    """The share of mutants without an unflagged wrong figure, and without a crash or a hang."""
    outcomes = list(mutants(*(FULL if size.reports >= _FULL else SMALL)))
    print(summary(outcomes), flush=True)
    for one in outcomes:
        if one.wrong or one.fault:
            print(f"  {one.name}: {one.fault or '; '.join(one.wrong[:3])}", flush=True)
    honest = sum(not one.wrong for one in outcomes) / len(outcomes)
    sound = sum(not one.fault for one in outcomes) / len(outcomes)
    yield Measured(
        "mutation, no wrong figure without a doubt", honest, "of all", "all", 1.0, "mutation_honest"
    )
    yield Measured("mutation, no crash and no hang", sound, "of all", "all", 1.0, "mutation_sound")
