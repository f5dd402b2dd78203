"""What every check is called, what it means, and how grave a failure is: read from `catalog.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.model import Severity


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of check as shown to readers; `zh` states what holds when it passes."""

    id: str
    zh: str
    explanation: str
    severity: Severity


@cache
def catalog() -> dict[str, Check]:
    """Every check by its id, in the order in which they are shown."""
    data = tomllib.loads(files(__package__).joinpath("catalog.toml").read_text(encoding="utf-8"))
    return {
        key: Check(key, one["zh"], one["explanation"], Severity(one["severity"])) for key, one in data.items()
    }
