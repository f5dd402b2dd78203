"""Caches results by short texts: labels and cells recur in every report, long texts hardly ever do."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

MAX_CACHED_CHARS = 300
_Result = TypeVar("_Result")


def cache_short_texts(maxsize: int) -> Callable[[Callable[[str], _Result]], Callable[[str], _Result]]:
    """Return a decorator that keeps up to `maxsize` results of a function of one text.

    Results for texts of more than `MAX_CACHED_CHARS` characters are not kept: a hostile file has texts of
    megabytes, and the memory of a worker process is limited.
    """

    def decorate(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
        cached = lru_cache(maxsize)(function)

        @wraps(function)
        def call(text: str) -> _Result:
            return cached(text) if len(text) <= MAX_CACHED_CHARS else function(text)

        return call

    return decorate
