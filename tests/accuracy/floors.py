"""The accuracy floors in `accuracy.json`; `python -m tests.accuracy.floors` measures and writes them.

It refuses to lower a floor unless `--lower` is given.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.accuracy.measure import AccuracyRates, accuracy_rates, read_specimen, sample_specimens

FLOORS_PATH = Path(__file__).parents[1] / "accuracy.json"
DOCUMENT_COUNT = 300
# The limits that the founders require: no floor may be less strict than these.
MIN_RIGHT_SHARE, MAX_FLAGGED_SHARE = 0.999, 0.005


@dataclass(frozen=True)
class Floors:
    """`right`: least share of figures read correctly. `flagged`: greatest share flagged in clean reports."""

    right: float
    flagged: float

    def is_lowered_by(self, proposed: Floors) -> bool:
        """Return whether `proposed` is less strict."""
        return proposed.right < self.right or proposed.flagged > self.flagged


def current_floors() -> Floors:
    """Return the floors in force."""
    return Floors(**json.loads(FLOORS_PATH.read_text(encoding="utf-8")))


def rounded_floors(measured_rates: AccuracyRates) -> Floors:
    """Return the measured rates, rounded so that another sample may pass, within the required limits."""
    right = max(MIN_RIGHT_SHARE, int(measured_rates.right_share * 10_000) / 10_000)
    return Floors(right, min(MAX_FLAGGED_SHARE, round(measured_rates.flagged_share + 0.0005, 4)))


def main(arguments: list[str]) -> int:
    """Measure the accuracy and write the floors; return the exit status."""
    proposed = rounded_floors(
        accuracy_rates([read_specimen(specimen) for specimen in sample_specimens(DOCUMENT_COUNT)])
    )
    if FLOORS_PATH.exists() and current_floors().is_lowered_by(proposed) and "--lower" not in arguments:
        print(f"{proposed} is lower than {current_floors()}; say --lower if that is meant", file=sys.stderr)
        return 1
    FLOORS_PATH.write_text(json.dumps(asdict(proposed), indent=2) + "\n", encoding="utf-8")
    print(f"{FLOORS_PATH.name}: {proposed}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
