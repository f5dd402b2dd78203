"""Marks of a text: texts that are nearly the same have some of them in common, others hardly ever.

Min-hash with one hash a shingle: the shingles are dealt out to as many bins as there are values, and the
smallest hash of each bin is kept (Li, Owen, Zhang 2012); an empty bin takes that of the next one. Hashes
are cut from BLAKE2b, so that marks are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from archive.checks.comparison.similarity import SectionTexts, shingles, similarity_rule

_HASH_BYTES = 8


def minhash_bands(texts: SectionTexts, year: int) -> tuple[int, ...]:
    """The marks of a report of `year`, in order; those of different years and sections are never the same."""
    return tuple(
        sorted(
            {mark for section, text in texts.items() for mark in _section_bands(f"{year} {section}", text)}
        )
    )


def _section_bands(prefix: str, text: str) -> Iterator[int]:
    values = _bin_minima(text)
    size = similarity_rule().values_per_band
    bands = [values[start : start + size] for start in range(0, len(values), size)]
    # The whole as a mark of its own: a true copy is found in a crowd of texts that have most in common.
    for number, band in enumerate((*bands, values)):
        yield _hash(f"{prefix} {number} {band}")


def _bin_minima(text: str) -> list[int]:
    """The smallest hash of each bin."""
    bins: list[int | None] = [None] * (similarity_rule().bands * similarity_rule().values_per_band)
    for shingle in shingles(text):
        value, place = divmod(_hash(shingle), len(bins))
        held = bins[place]
        bins[place] = value if held is None else min(held, value)
    return list(_densified(bins))


def _densified(bins: list[int | None]) -> Iterator[int]:
    for place in range(len(bins)):
        steps = ((bins[(place + step) % len(bins)], step) for step in range(len(bins)))
        value, step = next((value, step) for value, step in steps if value is not None)
        # What is borrowed from afar is another value, or neighbours would say the same thing twice.
        yield value + step


def _hash(text: str) -> int:
    """A number that SQLite still holds."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_HASH_BYTES).digest(), "big") >> 1
