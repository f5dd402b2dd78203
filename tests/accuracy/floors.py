"""The floors of accuracy in `accuracy.json`; `python -m tests.accuracy.floors` writes what it measures.

It refuses to lower a floor unless `--lower` says that this is meant.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.accuracy.measure import Rates, judge, rates, sample

FLOORS = Path(__file__).parents[1] / "accuracy.json"
DOCUMENTS = 300
# What the founders ask for: no floor may be less strict, whatever is measured.
LEAST_RIGHT, MOST_FLAGGED = 0.999, 0.005


@dataclass(frozen=True)
class Floors:
    """`right`: least share of figures read rightly. `flagged`: greatest share doubted without cause."""

    right: float
    flagged: float

    def lowered_by(self, other: Floors) -> bool:
        """Whether `other` asks for less."""
        return other.right < self.right or other.flagged > self.flagged


def floors() -> Floors:
    """The floors in force."""
    return Floors(**json.loads(FLOORS.read_text(encoding="utf-8")))


def measured(found: Rates) -> Floors:
    """What was measured, rounded so that another choice of documents may pass, within what is asked for."""
    right = max(LEAST_RIGHT, int(found.right * 10_000) / 10_000)
    return Floors(right, min(MOST_FLAGGED, round(found.flagged + 0.0005, 4)))


def main(arguments: list[str]) -> int:
    """Measure, and write the floors."""
    wanted = measured(rates([judge(one) for one in sample(DOCUMENTS)]))
    if FLOORS.exists() and floors().lowered_by(wanted) and "--lower" not in arguments:
        print(f"{wanted} is lower than {floors()}; say --lower if that is meant", file=sys.stderr)
        return 1
    FLOORS.write_text(json.dumps(asdict(wanted), indent=2) + "\n", encoding="utf-8")
    print(f"{FLOORS.name}: {wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
