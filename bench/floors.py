"""The floors of `make bench` and the budgets of `make gates`, from floors.toml."""

from __future__ import annotations

from archive.model import DataRecord, load_data


class Floors(DataRecord, frozen=True, kw_only=True):
    """`least`: the least accepted ratio by name; `gate_seconds`: the budget of each gate, in their order."""

    least: dict[str, float]
    gate_seconds: dict[str, int]


def load_floors() -> Floors:
    """Return the content of floors.toml. Raises `DataFileError` for an unknown or missing table."""
    return load_data("bench", "floors.toml", Floors)
