"""Results are kept for short texts only."""

from __future__ import annotations

from archive.text import MAX_CACHED_CHARS, cache_short_texts


def test_a_short_text_is_computed_once_and_a_long_one_each_time() -> None:
    seen: list[str] = []

    @cache_short_texts(maxsize=8)
    def measure(text: str) -> int:
        seen.append(text)
        return len(text)

    longest, too_long = "公" * MAX_CACHED_CHARS, "公" * (MAX_CACHED_CHARS + 1)
    for text in (longest, longest, too_long, too_long):
        assert measure(text) == len(text)
    assert seen == [longest, too_long, too_long]
