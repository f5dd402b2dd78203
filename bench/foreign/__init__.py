"""Complete annual reports printed by real tools, each with the figures a careful person reads in it."""

from bench.foreign.generate import available_kinds, count_tasks, documents
from bench.foreign.measure import DocumentScore, foreign_rates, score_foreign, summarise
from bench.foreign.model import Expected, ForeignDocument, ForeignTruth, read_truths
from bench.foreign.sample_truths import sample_truths

__all__ = [
    "DocumentScore",
    "Expected",
    "ForeignDocument",
    "ForeignTruth",
    "available_kinds",
    "count_tasks",
    "documents",
    "foreign_rates",
    "read_truths",
    "sample_truths",
    "score_foreign",
    "summarise",
]
