"""Figures that are read wrongly, lost, or left unread in documents that other programs print.

A sample has one turn through all kinds of documents and a little more; `full` has 600 documents over kinds
and shapes. Kinds whose programs are not installed are left out and named. The floors are those of
accuracy.json: shares are compared with 1, so that a floor is the least share that is accepted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context

from bench.foreign import (
    DocumentScore,
    available_kinds,
    count_tasks,
    documents,
    foreign_rates,
    sample_truths,
    score_foreign,
    summarise,
)
from bench.measure import Measurement, Size

# What the shares count, for the line that prints them.
_MEANINGS = {
    "wrong": "silently wrong",
    "lost": "silently lost",
    "source": "told as the source's error",
    "unread": "unread",
    "flagged": "flagged, documents as printed",
}
SMALL_COUNT, FULL_COUNT = 80, 600
TRUTH_COUNT = 60
# From `SIZE=full` on.
_FULL_SIZE_REPORTS = 600
_WORKER_COUNT = 2


def run(size: Size) -> Iterator[Measurement]:
    """Measure the shares that have floors, and the share of the planned documents that was printed."""
    count = FULL_COUNT if size.reports >= _FULL_SIZE_REPORTS else SMALL_COUNT
    print_missing_tools()
    planned, scores = score_sample(count, size.seed)
    print(summarise(scores), flush=True)
    yield from measure_scores(scores, planned)


def print_missing_tools() -> None:
    """Name the kinds that are left out because a program is not installed."""
    reasons: dict[str, list[str]] = {}
    for kind, reason in available_kinds().items():
        if reason:
            reasons.setdefault(reason, []).append(kind)
    for reason, kinds in reasons.items():
        print(f"  SKIPPED {len(kinds)} kinds, {reason}: {', '.join(kinds)}", flush=True)


def score_sample(count: int, seed: int) -> tuple[int, list[DocumentScore]]:
    """Print and read up to `count` documents; return how many were planned, and the scores."""
    # Kinds that fail although their programs are installed are named by the generator's log.
    logging.basicConfig(level=logging.WARNING, format="  %(message)s")
    truths = sample_truths(TRUTH_COUNT, seed)
    with ProcessPoolExecutor(_WORKER_COUNT, mp_context=get_context("spawn")) as pool:
        printed = documents(truths, seed, count=count, is_parallel=True)
        return count_tasks(truths, seed, count), list(pool.map(score_foreign, printed, chunksize=4))


def measure_scores(scores: list[DocumentScore], planned: int) -> Iterator[Measurement]:
    """Yield one measurement for each floor."""
    shares = asdict(foreign_rates(scores))
    title = f"other programs, {len(scores)} of {planned} documents"
    yield Measurement(title, len(scores) / max(1, planned), "printed", "planned", 1.0, "foreign_printed")
    figures = shares.pop("figures")
    for name, share in shares.items():
        label = f"{share:.3%} of {figures} figures {_MEANINGS[name]}"
        yield Measurement(label, 1 - share, "others", "all", 1.0, f"foreign_{name}")
