"""Measures how similar sections of two reports are, by their common shingles.

Only text that is specific to a report is compared: sentences that every report has are left out, and so are
numbers and the words of the agency's name, which a copy changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import field

from archive.checks.catalog import catalog
from archive.forms import section_titles
from archive.model import Attribution, DataRecord, Finding, Result, load_data
from archive.text import normalise_text

SectionTexts = Mapping[str, str]
"""Section → the text of it that is compared."""

_SENTENCE_ENDS = re.compile(r"[。;!?\n]")
_VARYING_TEXT = re.compile(r"[\d,.%〇]+|\([一二三四五六七八九十]+\)")


class _MinhashSettings(DataRecord, frozen=True, kw_only=True):
    bands: int
    values: int


class SimilarityRule(DataRecord, frozen=True, kw_only=True):
    """`similarity.toml`: lengths in characters, `min_similarity` as a share of all shingles."""

    id: str
    sections: tuple[str, ...]
    min_length: int = field(name="shortest")
    max_length: int = field(name="longest")
    min_similarity: float = field(name="above")
    shingle_length: int = field(name="shingle")
    boilerplate: tuple[str, ...]
    minhash: _MinhashSettings = field(name="marks")

    @property
    def bands(self) -> int:
        """Number of MinHash bands of a section."""
        return self.minhash.bands

    @property
    def values_per_band(self) -> int:
        """Number of smallest hashes that make up a band."""
        return self.minhash.values


@cache
def similarity_rule() -> SimilarityRule:
    """Return what is compared and how."""
    return load_data(__package__, "similarity.toml", SimilarityRule)


@cache
def _boilerplate_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in similarity_rule().boilerplate))


def comparable_sections(sections: Mapping[str, str], agency: str) -> dict[str, str]:
    """Return the text of a report of `agency` that is compared, by section, without too short sections.

    Of a long section the beginning is compared: the shingles of a text take fifty times its memory.
    """
    texts = {
        key: _specific_text(sections.get(key, ""), normalise_text(agency))
        for key in similarity_rule().sections
    }
    rule = similarity_rule()
    return {key: text[: rule.max_length] for key, text in texts.items() if len(text) >= rule.min_length}


def similar_sections(
    reference: SectionTexts, current: SectionTexts, reference_name: str
) -> Iterator[Finding]:
    """Yield a finding for each section of `current` that is nearly equal to that of `reference`.

    Both come from `comparable_sections`; the findings call the reference `reference_name`.
    """
    findings = (
        similarity_finding(section, reference, current, reference_name)
        for section in similarity_rule().sections
    )
    yield from (finding for finding in findings if finding)


def similarity_finding(
    section: str, reference: SectionTexts, current: SectionTexts, reference_name: str
) -> Finding | None:
    """Return the finding on one section if it is nearly equal to that of the reference, else None."""
    rule = similarity_rule()
    similarity = _similarity(reference.get(section, ""), current.get(section, ""))
    if similarity <= rule.min_similarity:
        return None
    detail = f"“{section_titles()[section][0]}”与{reference_name}内容雷同（{similarity:.0%}）"
    return Finding(
        rule.id, Result.FAIL, catalog()[rule.id].severity, detail=detail, attribution=Attribution.UNDECIDED
    )


@lru_cache(64)
def shingles(text: str) -> frozenset[str]:
    """Return every run of `shingle_length` characters in `text`."""
    size = similarity_rule().shingle_length
    return frozenset({text[start : start + size] for start in range(len(text) - size + 1)})


def _similarity(text: str, reference: str) -> float:
    """Return the common shingles of two texts as a share of all their shingles."""
    # Texts that differ so much in length cannot be similar: this saves most of the work.
    if not text or min(len(text), len(reference)) < 0.7 * max(len(text), len(reference)):
        return 0.0
    first, second = shingles(text), shingles(reference)
    return len(first & second) / len(first | second)


def _specific_text(text: str, agency: str) -> str:
    sentences = (normalise_text(sentence) for sentence in _SENTENCE_ENDS.split(text))
    kept = "".join(sentence for sentence in sentences if not _boilerplate_pattern().search(sentence))
    return _strip_agency_name(_VARYING_TEXT.sub("", kept), agency)


def _strip_agency_name(text: str, agency: str) -> str:
    """Return `text` without fragments of the agency's name of two or more characters: 临湘市, 社局."""
    return _name_fragments_pattern(agency).sub("", text) if len(agency) > 1 else text


@lru_cache(256)
def _name_fragments_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of runs of characters in which all neighbours are also neighbours in `name`."""
    pairs = sorted({(re.escape(first), re.escape(second)) for first, second in pairwise(name)})
    starts = "|".join(f"{first}(?={second})" for first, second in pairs)
    return re.compile(f"(?:{starts})+.", re.DOTALL)
