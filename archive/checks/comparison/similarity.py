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
from archive.model import Attribution, Finding, Result
from archive.text.normalise import normalise_text

SectionTexts = Mapping[str, str]
"""Section → what is compared of it."""

_SENTENCE_ENDS = re.compile(r"[。;!?\n]")
_VARYING_TEXT = re.compile(r"[\d,.%〇]+|\([一二三四五六七八九十]+\)")


@dataclass(frozen=True, slots=True)
class SimilarityRule:
    """`alike.toml`, compiled."""

    id: str
    sections: tuple[str, ...]
    min_length: int
    min_similarity: float
    shingle_length: int
    boilerplate: re.Pattern[str]
    bands: int
    values_per_band: int


@cache
def similarity_rule() -> SimilarityRule:
    """What is compared and how, read once."""
    data = tomllib.loads(files(__package__).joinpath("similarity.toml").read_text(encoding="utf-8"))
    return SimilarityRule(
        data["id"],
        tuple(data["sections"]),
        data["shortest"],
        data["above"],
        data["shingle"],
        re.compile("|".join(f"(?:{pattern})" for pattern in data["boilerplate"])),
        data["marks"]["bands"],
        data["marks"]["values"],
    )


def comparable_sections(sections: Mapping[str, str], agency: str) -> dict[str, str]:
    """What is compared of a report of `agency`, without sections that are too short to tell."""
    found = {
        key: _own_text(sections.get(key, ""), normalise_text(agency)) for key in similarity_rule().sections
    }
    return {key: text for key, text in found.items() if len(text) >= similarity_rule().min_length}


def similar_sections(
    reference: SectionTexts, current: SectionTexts, reference_name: str
) -> Iterator[Finding]:
    """Sections of `now` that are nearly those of the report `of`; both as `compared` gives them."""
    found = (
        similarity_finding(section, reference, current, reference_name)
        for section in similarity_rule().sections
    )
    yield from (finding for finding in found if finding)


def similarity_finding(
    section: str, reference: SectionTexts, current: SectionTexts, reference_name: str
) -> Finding | None:
    """What is told of one section, if it is nearly that of the report `of`."""
    rule = similarity_rule()
    likeness = _similarity(reference.get(section, ""), current.get(section, ""))
    if likeness <= rule.min_similarity:
        return None
    detail = f"“{section_titles()[section][0]}”与{reference_name}内容雷同（{likeness:.0%}）"
    return Finding(
        rule.id, Result.FAIL, catalog()[rule.id].severity, detail=detail, verdict=Attribution.UNDECIDED
    )


@lru_cache(64)
def shingles(text: str) -> frozenset[str]:
    """Every run of characters of the length that is compared."""
    size = similarity_rule().shingle_length
    return frozenset({text[start : start + size] for start in range(len(text) - size + 1)})


def _similarity(text: str, reference: str) -> float:
    """Shared shingles over all shingles of two texts."""
    # Shingles of texts that differ so much in length cannot be alike: spares most of the work.
    if not text or min(len(text), len(reference)) < 0.7 * max(len(text), len(reference)):
        return 0.0
    first, second = shingles(text), shingles(reference)
    return len(first & second) / len(first | second)


def _own_text(text: str, agency: str) -> str:
    sentences = (normalise_text(sentence) for sentence in _SENTENCE_ENDS.split(text))
    kept = "".join(one for one in sentences if not similarity_rule().boilerplate.search(one))
    return _strip_agency_name(_VARYING_TEXT.sub("", kept), agency)


def _strip_agency_name(text: str, agency: str) -> str:
    """`text` without every two characters that stand side by side in the agency's name: 临湘市, 社局."""
    return _name_fragments_pattern(agency).sub("", text) if len(agency) > 1 else text


@lru_cache(256)
def _name_fragments_pattern(name: str) -> re.Pattern[str]:
    """Runs of characters of which each two side by side stand so in the name."""
    pairs = sorted({(re.escape(one), re.escape(next_)) for one, next_ in pairwise(name)})
    starts = "|".join(f"{one}(?={next_})" for one, next_ in pairs)
    return re.compile(f"(?:{starts})+.", re.DOTALL)
