"""How a thing is measured here, and what a measurement says.

The machine is shared, so a time alone means little. Two ways of doing the same work take turns, and the
ratio of their medians is what may be compared with a floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the result. `floor` names the entry of floors.toml that the ratio has to reach."""

    label: str
    value: float
    unit: str
    compared_with: str = ""
    compared_value: float | None = None
    floor: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by theirs, of rates: above 1 means faster than what we compare with."""
        return None if self.compared_value is None else self.value / self.compared_value


@dataclass(frozen=True, slots=True)
class Size:
    """How much work a run does: reports in the sample web, rounds in which two sides take turns, and the
    seed of what is drawn.
    """

    reports: int
    rounds: int
    seed: int = 1

    @classmethod
    def from_name(cls, name: str) -> Size:
        """`small` for every day, `full` for a release, or a number of reports."""
        if name not in ("small", "full") and not name.isdecimal():
            raise SystemExit(f"bench: SIZE is small, full or a number of reports, not {name!r}")
        known = {"small": cls(reports=30, rounds=3), "full": cls(reports=600, rounds=5)}
        return known[name] if name in known else cls(reports=int(name), rounds=3)


def peak_memory_kib() -> int:
    """The most memory that this process has held, in KiB.

    (`ru_maxrss` is handed down by whoever started the process, even through exec: behind a bench of 974 MB
    each child seems to have held as much.)
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def measure_seconds(work: Callable[[], object]) -> float:
    """How long one turn takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_alternately(
    rounds: int, first: Callable[[], object], second: Callable[[], object]
) -> tuple[float, float]:
    """Median seconds of two ways of doing the same, in turn, so that both meet the same weather."""
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            late = measure_seconds(second)
            pairs.append((measure_seconds(first), late))
        else:
            pairs.append((measure_seconds(first), measure_seconds(second)))
    return median(a for a, _ in pairs), median(b for _, b in pairs)
