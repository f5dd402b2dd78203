"""Benchmarks of the reader: speed, accuracy, mutations, documents of other programs, hostile ones."""

from __future__ import annotations

from bench.reading.foreign_documents import measure_scores, print_missing_tools

__all__ = [
    "measure_scores",
    "print_missing_tools",
]
