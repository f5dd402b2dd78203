"""Loads name, explanation and severity of every check from `catalog.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.model import DataRecord, Severity, load_data


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of check as readers see it; `zh` is a statement that is true if the check passes."""

    id: str
    zh: str
    explanation: str
    severity: Severity


class _CatalogEntry(DataRecord, frozen=True, kw_only=True):
    zh: str
    explanation: str
    severity: Severity


@cache
def catalog() -> dict[str, Check]:
    """Return every check by its id, in the order in which they are shown."""
    entries = load_data(__package__, "catalog.toml", dict[str, _CatalogEntry])
    return {id_: Check(id_, entry.zh, entry.explanation, entry.severity) for id_, entry in entries.items()}
