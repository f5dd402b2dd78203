"""`python -m bench [small|full|N] [NAME…]`: measure, print, and fail under a floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module

from bench.floors import load_floors
from bench.measure import Measurement, Size

BENCHES = (
    "accuracy",
    "mutation",
    "discovery",
    "crawl",
    "hosts",
    "kills",
    "polite",
    "read",
    "documents",
    "build",
    "scale",
    "serve",
)
SCALE_ONLY_REPORTS = 5_000
"""With so many reports it is the scale alone that is asked about."""


def format_measurement(measured: Measurement) -> str:
    """One measurement as it is printed."""
    text = f"{measured.label:<44}{measured.value:>10.2f} {measured.unit:<10}"
    if measured.ratio is not None:
        text += f"{measured.compared_with} {measured.compared_value:.2f} {measured.unit}, ratio {measured.ratio:.2f}"
    return text.rstrip()


def floor_failures(measured: list[Measurement], floors: dict[str, float]) -> Iterator[str]:
    """What is under its floor, or was to be compared with one that is not there."""
    for one in measured:
        if not one.floor:
            continue
        if one.ratio is None or one.ratio < floors[one.floor]:
            yield f"under its floor: {one.label}: ratio {one.ratio or 0:.2f}, floor {floors[one.floor]:.2f}"


def main(arguments: list[str]) -> int:
    """Run the benches named, or all of them."""
    size = Size.from_name(arguments[0] if arguments else "small")
    print(f"{size.reports} reports, {size.rounds} turns; times are this machine's, ratios are comparable")
    measured: list[Measurement] = []
    for name in arguments[1:] or (BENCHES if size.reports < SCALE_ONLY_REPORTS else ("scale",)):
        for one in import_module(f"bench.{name}").run(size):
            print(format_measurement(one), flush=True)
            measured.append(one)
    failures = list(floor_failures(measured, load_floors().least))
    print("\n".join(failures), file=sys.stderr, end="\n" if failures else "")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
