"""Takes the numbers of the documents from the sample reports: agency, year and figures, nothing else."""

from __future__ import annotations

from random import Random

from bench.foreign.model import ForeignTruth
from samples.reports import Agency, places, systems, yearly_figures

_YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)


def sample_truths(count: int, seed: int) -> list[ForeignTruth]:
    """Return `count` truths of different agencies and years, the same for the same seed."""
    random = Random(f"foreign/{seed}")
    return [_sample_truth(random, f"foreign/{seed}/{number}") for number in range(count)]


def _sample_truth(random: Random, seed: str) -> ForeignTruth:
    agency = Agency(random.choice(places()), random.choice(systems()))
    year = random.choice(_YEARS)
    # With the year before, so that open applications are carried over.
    figures = yearly_figures(agency, range(year - 1, year + 1), Random(seed))[year]
    return ForeignTruth(
        agency=agency.name,
        region=agency.place.name,
        year=year,
        form="2019" if year < 2021 else "2021",
        published=f"{year + 1}-0{random.randint(1, 3)}-{random.randint(10, 28)}",
        figures={".".join(key): format(number, "f") for key, number in figures.items()},
    )
