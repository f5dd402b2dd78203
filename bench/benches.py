"""The benchmarks by name: each is a module with a function `run` that yields measurements."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from bench.measure import Measurement, Size

BENCHES = {
    "accuracy": "bench.reading.accuracy",
    "mutation": "bench.reading.mutation",
    "foreign_documents": "bench.reading.foreign_documents",
    "discovery": "bench.crawling.discovery",
    "foreign_portals": "bench.crawling.foreign_portals",
    "crawl": "bench.crawling.crawl",
    "hosts": "bench.crawling.hosts",
    "kills": "bench.crawling.kills",
    "polite": "bench.crawling.polite",
    "read": "bench.reading.read",
    "documents": "bench.reading.documents",
    "annex": "bench.reading.annex",
    "hostile": "bench.reading.hostile",
    "build": "bench.publishing.build",
    "scale": "bench.publishing.scale",
    "serve": "bench.publishing.serve",
}
"""Module of each benchmark, in the order in which they run."""


def run_bench(name: str, size: Size) -> Iterator[Measurement]:
    """Yield the measurements of a benchmark; raises `SystemExit` if there is none of that name."""
    if name not in BENCHES:
        raise SystemExit(f"no benchmark {name!r}; there are {', '.join(BENCHES)}")
    # Imported when it runs: the benchmarks need programs and packages that others do without.
    yield from import_module(BENCHES[name]).run(size)
