"""Caches results by short texts: labels and cells recur in every report, long texts hardly ever do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

MAX_CACHED_CHARS = 300
_Result = TypeVar("_Result")


class _ShortTextCache(dict[str, _Result]):
    """The results of a function by its text; a full cache is emptied."""

    def __init__(self, function: Callable[[str], _Result], maxsize: int) -> None:
        super().__init__()
        self._function, self._maxsize = function, maxsize

    def __missing__(self, text: str) -> _Result:
        result = self._function(text)
        if len(text) <= MAX_CACHED_CHARS:
            if len(self) >= self._maxsize:
                self.clear()
            self[text] = result
        return result


def cache_short_texts(maxsize: int) -> Callable[[Callable[[str], _Result]], Callable[[str], _Result]]:
    """Return a decorator that keeps up to `maxsize` results of a function of one text.

    Results for texts of more than `MAX_CACHED_CHARS` characters are not kept: a hostile file has texts of
    megabytes, and the memory of a worker process is limited. A known text costs one look into a dictionary,
    without a call of Python code.
    """

    def decorate(function: Callable[[str], _Result]) -> Callable[[str], _Result]:
        return _ShortTextCache(function, maxsize).__getitem__

    return decorate
