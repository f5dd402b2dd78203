"""Growth of the work of reading hostile documents: one of four times the size against four of that size.

Linear work gives 1, quadratic work 0.25. Documents of a few kilobytes each are enough to tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from archive import parse_document
from archive.model import Document, ReportError
from bench.measure import Measurement, Size, measure_alternately
from bench.reading.hostile_documents import HOSTILE

REPETITIONS = 250
FACTOR = 4


def run(size: Size) -> Iterator[Measurement]:
    """Measure each kind of document; all have one floor."""
    for kind, (name, build) in HOSTILE.items():
        small = Document(build(REPETITIONS), name)
        large = Document(build(REPETITIONS * FACTOR), name)
        large_seconds, small_seconds = measure_alternately(
            size.rounds, partial(read, [large]), partial(read, [small] * FACTOR)
        )
        yield Measurement(
            label=f"growth, {kind}",
            value=1 / large_seconds,
            unit="files/s",
            compared_with="a quarter, four times",
            compared_value=1 / small_seconds,
            floor="hostile",
        )


def read(documents: list[Document]) -> None:
    """Read the documents; most are no report, which is told after all of the work."""
    for document in documents:
        with suppress(ReportError):
            parse_document(document)
