"""Complete annual reports printed by real tools, each with the figures a careful person reads in it."""

from bench.foreign.generate import available_kinds, count_tasks, documents
from bench.foreign.model import Expected, ForeignDocument, ForeignTruth, read_truths
from bench.foreign.report import sample_truths
from bench.foreign.scoring import DocumentScore, foreign_rates, score_foreign, summarise

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
