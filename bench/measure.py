"""Measurement dataclasses and timing helpers shared by all benchmarks.

The machine is shared, so a time alone means little. Two ways of doing the same work alternate, and the ratio
of their medians is compared with a floor.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the result. `floor` names the entry of floors.toml for the ratio; empty if none."""

    label: str
    value: float
    unit: str
    compared_with: str = ""
    compared_value: float | None = None
    floor: str = ""

    @property
    def ratio(self) -> float | None:
        """The value divided by the compared value; for rates, above 1 means faster."""
        return None if self.compared_value is None else self.value / self.compared_value


@dataclass(frozen=True, slots=True)
class Size:
    """How much work a run does.

    Number of reports in the sample web, rounds of each comparison, and the seed of random samples.
    """

    reports: int
    rounds: int
    seed: int = 1

    @classmethod
    def from_name(cls, name: str) -> Size:
        """Return the size `small` (every day), `full` (a release) or a number of reports; else exit."""
        if name not in ("small", "full") and not name.isdecimal():
            raise SystemExit(f"bench: SIZE is small, full or a number of reports, not {name!r}")
        sizes = {"small": cls(reports=30, rounds=3), "full": cls(reports=600, rounds=5)}
        return sizes[name] if name in sizes else cls(reports=int(name), rounds=3)


def peak_memory_kib() -> int:
    """Return the peak memory of this process in KiB.

    Not `ru_maxrss`: a process inherits it from its parent, even through exec. After a benchmark of 974 MB
    each child seemed to have used as much.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def measure_seconds(work: Callable[[], object]) -> float:
    """Run `work` once; return the seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure_alternately(
    rounds: int, first: Callable[[], object], second: Callable[[], object]
) -> tuple[float, float]:
    """Return the median seconds of both; they alternate, so that both run under the same load."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            second_seconds = measure_seconds(second)
            pairs.append((measure_seconds(first), second_seconds))
        else:
            pairs.append((measure_seconds(first), measure_seconds(second)))
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
