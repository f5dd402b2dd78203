"""The accuracy floors in `accuracy.json`; `python -m tests.accuracy.floors` measures and writes them.

It refuses to lower a floor unless `--lower` is given. The floors for documents of other programs (`foreign`)
are requirements, not measurements: they are changed by hand, and never beyond `FOREIGN_LIMITS`.
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
class ForeignFloors:
    """Greatest shares of the figures in documents that other programs print; see `bench.foreign.scoring`.

    `wrong` and `lost` without a warning, `source`: told as an error of the source though it is ours,
    `unread`, and `flagged` in documents that were printed without a deliberate change.
    """

    wrong: float
    lost: float
    source: float
    unread: float
    flagged: float

    def is_lowered_by(self, proposed: ForeignFloors) -> bool:
        """Return whether `proposed` is less strict."""
        old, new = asdict(self), asdict(proposed)
        return any(new[name] > old[name] for name in old)


FOREIGN_LIMITS = ForeignFloors(wrong=0, lost=0, source=0, unread=0.02, flagged=0.005)


@dataclass(frozen=True)
class Floors:
    """`right`: least share of figures read correctly. `flagged`: greatest share flagged in clean reports."""

    right: float
    flagged: float
    foreign: ForeignFloors = FOREIGN_LIMITS

    def is_lowered_by(self, proposed: Floors) -> bool:
        """Return whether `proposed` is less strict."""
        is_lower = proposed.right < self.right or proposed.flagged > self.flagged
        return is_lower or self.foreign.is_lowered_by(proposed.foreign)


def current_floors() -> Floors:
    """Return the floors in force."""
    content = json.loads(FLOORS_PATH.read_text(encoding="utf-8"))
    return Floors(**(content | {"foreign": ForeignFloors(**content["foreign"])}))


def rounded_floors(measured_rates: AccuracyRates) -> Floors:
    """Return the measured rates, rounded so that another sample may pass, within the required limits."""
    right = max(MIN_RIGHT_SHARE, int(measured_rates.right_share * 10_000) / 10_000)
    flagged = min(MAX_FLAGGED_SHARE, round(measured_rates.flagged_share + 0.0005, 4))
    return Floors(right, flagged, current_floors().foreign if FLOORS_PATH.exists() else FOREIGN_LIMITS)


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
