"""How much of one text stands in another: shingles, for sections that were copied."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.checks.catalog import catalog
from archive.model import Finding, Result
from archive.normalise import norm

_VARYING = re.compile(r"[\d,.]+")


@dataclass(frozen=True, slots=True)
class _Measure:
    id: str
    sections: tuple[str, ...]
    shortest: int
    above: float
    shingle: int


def alike(before: Mapping[str, str], now: Mapping[str, str], of: str) -> Iterator[Finding]:
    """Sections of `now` that are nearly those of the report `of`; numbers do not count."""
    rule = _measure()
    for section in rule.sections:
        likeness = _likeness(before.get(section, ""), now.get(section, ""))
        if likeness > rule.above:
            detail = f"{section} 与{of}内容雷同（{likeness:.0%}）"
            yield Finding(rule.id, Result.FAIL, catalog()[rule.id].severity, detail=detail)


def _likeness(one: str, other: str) -> float:
    """Shared shingles over all shingles of two texts; 0 where one is too short to tell."""
    rule = _measure()
    # Shingles of texts that differ so much in length cannot be alike: spares most of the work.
    if min(len(one), len(other)) < max(rule.shortest, 0.7 * max(len(one), len(other))):
        return 0.0
    first, second = _shingles(one), _shingles(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def _shingles(text: str) -> set[str]:
    plain = _VARYING.sub("", norm(text))
    size = _measure().shingle
    return {plain[start : start + size] for start in range(len(plain) - size + 1)}


@cache
def _measure() -> _Measure:
    data = tomllib.loads(files(__package__).joinpath("years.toml").read_text(encoding="utf-8"))["alike"]
    return _Measure(data["id"], tuple(data["sections"]), data["shortest"], data["above"], data["shingle"])
