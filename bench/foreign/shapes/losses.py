"""The declared losses: figures that a tool prints so that nobody can tell them."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from bench.foreign.model import ALL_STATES, UNREADABLE, Expected


@dataclass(frozen=True)
class Loss:
    """One declared loss."""

    kind: str
    shape: str
    figures: tuple[str, ...]
    reason: str


@cache
def load_losses() -> tuple[Loss, ...]:
    """All losses of the data file."""
    path = Path(__file__).with_name("exceptions.toml")
    records = tomllib.loads(path.read_text("utf-8")).get("exception", [])
    return tuple(Loss(r["kind"], r["shape"], tuple(r["figures"]), r["reason"]) for r in records)


def apply_losses(kind: str, shape: str, expected: dict[str, Expected]) -> dict[str, Expected]:
    """The expectations in which every lost figure may be answered with any state."""
    patterns: list[str] = []
    for loss in load_losses():
        if fnmatch(kind, loss.kind) and fnmatch(shape, loss.shape):
            patterns += loss.figures
    changed = dict(expected)
    for key, figure in expected.items():
        if any(fnmatch(key, pattern) for pattern in patterns):
            number = figure.number or figure.doubtful_number
            changed[key] = Expected(None, UNREADABLE, ALL_STATES, number)
    return changed
