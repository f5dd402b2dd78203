"""`python -m bench [small|full|N] [NAME…]`: runs benchmarks and fails below a floor."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

from bench.benches import BENCHES, run_bench
from bench.floors import load_floors
from bench.measure import Measurement, Size

SCALE_ONLY_REPORTS = 5_000
"""From so many reports on, only the benchmark of the scale runs."""


def format_measurement(measurement: Measurement) -> str:
    """Return a measurement as a line of text."""
    text = f"{measurement.label:<44}{measurement.value:>10.2f} {measurement.unit:<10}"
    if measurement.ratio is not None:
        compared = f"{measurement.compared_with} {measurement.compared_value:.2f} {measurement.unit}"
        text += f"{compared}, ratio {measurement.ratio:.2f}"
    return text.rstrip()


def floor_failures(measurements: list[Measurement], floors: dict[str, float]) -> Iterator[str]:
    """Yield a line for each ratio below its floor; raises `KeyError` if `floors` lacks a floor."""
    for measurement in measurements:
        if not measurement.floor:
            continue
        floor, ratio = floors[measurement.floor], measurement.ratio
        if ratio is None or ratio < floor:
            yield f"under its floor: {measurement.label}: ratio {ratio or 0:.2f}, floor {floor:.2f}"


def main(arguments: list[str]) -> int:
    """Run the benchmarks with the given names, all if there are none; return the exit code."""
    size = Size.from_name(arguments[0] if arguments else "small")
    print(f"{size.reports} reports, {size.rounds} rounds; times are this machine's, ratios are comparable")
    measurements: list[Measurement] = []
    for name in arguments[1:] or (BENCHES if size.reports < SCALE_ONLY_REPORTS else ("scale",)):
        # What earlier benchmarks left in memory is not gone through again by each collection of this one.
        gc.collect()
        gc.freeze()
        for measurement in run_bench(name, size):
            print(format_measurement(measurement), flush=True)
            measurements.append(measurement)
    failures = list(floor_failures(measurements, load_floors().least))
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
