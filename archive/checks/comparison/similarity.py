"""How much of one text stands in another: shingles, for sections that were copied.

What is compared is what a report says of its own: sentences that every report has are left out, and so are
numbers and the words of the agency's name, which a copy changes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from archive.checks.catalog import catalog
from archive.forms import section_titles
from archive.model import Finding, Result, Verdict
from archive.text.normalise import norm

Texts = Mapping[str, str]
"""Section → what is compared of it."""

_SENTENCES = re.compile(r"[。;!?\n]")
_VARYING = re.compile(r"[\d,.%〇]+|\([一二三四五六七八九十]+\)")


@dataclass(frozen=True, slots=True)
class Measure:
    """`alike.toml`, compiled."""

    id: str
    sections: tuple[str, ...]
    shortest: int
    above: float
    shingle: int
    boilerplate: re.Pattern[str]
    bands: int
    values: int


@cache
def measure() -> Measure:
    """What is compared and how, read once."""
    data = tomllib.loads(files(__package__).joinpath("similarity.toml").read_text(encoding="utf-8"))
    return Measure(
        data["id"],
        tuple(data["sections"]),
        data["shortest"],
        data["above"],
        data["shingle"],
        re.compile("|".join(f"(?:{pattern})" for pattern in data["boilerplate"])),
        data["marks"]["bands"],
        data["marks"]["values"],
    )


def compared(sections: Mapping[str, str], agency: str) -> dict[str, str]:
    """What is compared of a report of `agency`, without sections that are too short to tell."""
    found = {key: _own(sections.get(key, ""), norm(agency)) for key in measure().sections}
    return {key: text for key, text in found.items() if len(text) >= measure().shortest}


def alike(other: Texts, now: Texts, of: str) -> Iterator[Finding]:
    """Sections of `now` that are nearly those of the report `of`; both as `compared` gives them."""
    found = (copied(section, other, now, of) for section in measure().sections)
    yield from (finding for finding in found if finding)


def copied(section: str, other: Texts, now: Texts, of: str) -> Finding | None:
    """What is told of one section, if it is nearly that of the report `of`."""
    rule = measure()
    likeness = _likeness(other.get(section, ""), now.get(section, ""))
    if likeness <= rule.above:
        return None
    detail = f"“{section_titles()[section][0]}”与{of}内容雷同（{likeness:.0%}）"
    return Finding(
        rule.id, Result.FAIL, catalog()[rule.id].severity, detail=detail, verdict=Verdict.UNDECIDED
    )


@lru_cache(64)
def shingles(text: str) -> frozenset[str]:
    """Every run of characters of the length that is compared."""
    size = measure().shingle
    return frozenset({text[start : start + size] for start in range(len(text) - size + 1)})


def _likeness(one: str, other: str) -> float:
    """Shared shingles over all shingles of two texts."""
    # Shingles of texts that differ so much in length cannot be alike: spares most of the work.
    if not one or min(len(one), len(other)) < 0.7 * max(len(one), len(other)):
        return 0.0
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def _own(text: str, agency: str) -> str:
    sentences = (norm(sentence) for sentence in _SENTENCES.split(text))
    kept = "".join(one for one in sentences if not measure().boilerplate.search(one))
    return _without(_VARYING.sub("", kept), agency)


def _without(text: str, agency: str) -> str:
    """`text` without every two characters that stand side by side in the agency's name: 临湘市, 社局."""
    return _pairs(agency).sub("", text) if len(agency) > 1 else text


@lru_cache(256)
def _pairs(name: str) -> re.Pattern[str]:
    """Runs of characters of which each two side by side stand so in the name."""
    pairs = sorted({(re.escape(one), re.escape(next_)) for one, next_ in pairwise(name)})
    starts = "|".join(f"{one}(?={next_})" for one, next_ in pairs)
    return re.compile(f"(?:{starts})+.", re.DOTALL)
