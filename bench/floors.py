"""The floors of `make bench` and the budgets of `make gates`, from floors.toml and tests/accuracy.json."""

from __future__ import annotations

from dataclasses import asdict

from archive.model import DataRecord, load_data
from tests.accuracy.floors import current_floors


class Floors(DataRecord, frozen=True, kw_only=True):
    """`least`: the least accepted ratio by name; `gate_seconds`: the budget of each gate, in their order."""

    least: dict[str, float]
    gate_seconds: dict[str, int]


def load_floors() -> Floors:
    """Return the content of floors.toml, with the floors for documents of other programs from accuracy.json.

    Raises `DataFileError` for an unknown or missing table of floors.toml.
    """
    floors = load_data("bench", "floors.toml", Floors)
    greatest = asdict(current_floors().foreign)
    foreign = {f"foreign_{name}": 1 - share for name, share in greatest.items()}
    return Floors(least=floors.least | foreign, gate_seconds=floors.gate_seconds)
