"""`python -m bench.gates [--full] [--seed N]`: the long series that a change has to pass.

Accuracy, mutations, discovery on webs of portals, kills. Each gate draws a seeded sample and has a budget of
seconds in floors.toml; `--full` runs everything and is run before an issue is closed. A gate fails by its
floors alone, never by its time: a gate over its budget is named, since machines differ.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

from bench.__main__ import floor_failures, format_measurement
from bench.benches import run_bench
from bench.floors import Floors, load_floors
from bench.measure import Measurement, Size


def run_gate(name: str, size: Size) -> tuple[list[Measurement], float]:
    """Run one gate and print its figures; return them with the seconds that they took."""
    begin = time.monotonic()
    measurements = []
    for measurement in run_bench(name, size):
        print(format_measurement(measurement), flush=True)
        measurements.append(measurement)
    return measurements, time.monotonic() - begin


def run_gates(size: Size, floors: Floors, is_full: bool) -> Iterator[str]:
    """Run all gates; yield a line for each floor that is not reached."""
    for name, budget_seconds in floors.gate_seconds.items():
        print(f"gate {name}", flush=True)
        measurements, seconds = run_gate(name, size)
        over = f", over its budget of {budget_seconds}" if not is_full and seconds > budget_seconds else ""
        print(f"gate {name}: {seconds:.0f} seconds{over}", flush=True)
        yield from (f"gate {name}: {failure}" for failure in floor_failures(measurements, floors.least))


def main(arguments: list[str]) -> int:
    """Run the gates; 1 if a floor is not reached."""
    parser = argparse.ArgumentParser(prog="python -m bench.gates", description=__doc__)
    parser.add_argument("--full", action="store_true", help="run everything, not a sample")
    parser.add_argument("--seed", type=int, default=1, help="which sample is drawn (default: 1)")
    options = parser.parse_args(arguments)
    size = replace(Size.from_name("full" if options.full else "small"), seed=options.seed)
    failures = list(run_gates(size, load_floors(), options.full))
    print("\n".join(failures) or "all gates passed", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
