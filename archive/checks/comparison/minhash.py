"""Computes MinHash bands: nearly equal texts have some of them in common, other texts hardly ever.

MinHash with one hash per shingle: the shingles are distributed over as many bins as there are values, and the
smallest hash of each bin is kept (Li, Owen, Zhang 2012); an empty bin takes the hash of the next bin. Hashes
are truncated BLAKE2b, so bands are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from archive.checks.comparison.similarity import SectionTexts, shingles, similarity_rule

_HASH_BYTES = 8


def minhash_bands(texts: SectionTexts, year: int) -> tuple[int, ...]:
    """Return the bands of a report of `year`, sorted; different years and sections share no band."""
    return tuple(
        sorted(
            {band for section, text in texts.items() for band in _section_bands(f"{year} {section}", text)}
        )
    )


def _section_bands(prefix: str, text: str) -> Iterator[int]:
    values = _bin_minima(text)
    size = similarity_rule().values_per_band
    bands = [values[start : start + size] for start in range(0, len(values), size)]
    # All values together are one more band: it finds an exact copy among many texts that are merely similar.
    for number, band in enumerate((*bands, values)):
        yield _hash(f"{prefix} {number} {band}")


def _bin_minima(text: str) -> list[int]:
    """Return the smallest hash of each bin."""
    bins: list[int | None] = [None] * (similarity_rule().bands * similarity_rule().values_per_band)
    for shingle in shingles(text):
        value, index = divmod(_hash(shingle), len(bins))
        smallest = bins[index]
        bins[index] = value if smallest is None else min(smallest, value)
    return list(_fill_empty_bins(bins))


def _fill_empty_bins(bins: list[int | None]) -> Iterator[int]:
    for index in range(len(bins)):
        neighbours = ((bins[(index + step) % len(bins)], step) for step in range(len(bins)))
        value, step = next((value, step) for value, step in neighbours if value is not None)
        # The distance is added, or an empty bin would repeat the value of its neighbour.
        yield value + step


def _hash(text: str) -> int:
    """Return 63 bits of BLAKE2b, which an SQLite integer can hold."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_HASH_BYTES).digest(), "big") >> 1
