"""Removes session ids and random numbers from URLs and from pages, by the rules of `session_ids.toml`.

Nothing here is learned: the same URL gives the same result in every run and every build.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from archive.model import DataRecord, load_data

_MIN_OWN_VALUE = 8
"""Shorter values in the URL of a page are not looked for in the page: they may stand there by chance."""


class _ParameterRule(DataRecord, frozen=True, kw_only=True):
    """Query parameters that are session ids if their value matches."""

    names: tuple[str, ...]
    value: str


class _SessionIdRules(DataRecord, frozen=True, kw_only=True):
    """What `session_ids.toml` holds."""

    path_parameters: tuple[str, ...]
    path_segment: str
    parameters: tuple[_ParameterRule, ...]


class _Patterns(NamedTuple):
    """Compiled rules: what a path may hold, one parameter of a query, and both in running text."""

    path: re.Pattern[str]
    parameter: re.Pattern[str]
    text: re.Pattern[str]


@lru_cache(maxsize=16384)
def remove_session_ids(url: str) -> str:
    """Return the URL without session ids and random numbers; a URL that has none stays as it is."""
    if not url.startswith("http"):
        return url
    address, hash_mark, fragment = url.partition("#")
    path, _, query = address.partition("?")
    pairs = query.split("&") if query else []
    kept_path = _patterns().path.sub("", path)
    kept_pairs = [pair for pair in pairs if not _patterns().parameter.fullmatch(pair)]
    if kept_path == path and len(kept_pairs) == len(pairs):
        return url
    kept_query = "?" + "&".join(kept_pairs) if kept_pairs else ""
    return f"{kept_path}{kept_query}{hash_mark}{fragment}"


def remove_session_ids_from_page(page: bytes, url: str) -> bytes:
    """Return the bytes of a page without the session ids in its links and without those of its own URL.

    The result is no page to read: pages that differ only in session ids have the same one.
    """
    text = page.decode("latin-1")
    for value in _own_values(url):
        text = text.replace(value, "")
    return _patterns().text.sub("", text).encode("latin-1")


def _own_values(url: str) -> list[str]:
    """Return the values that `remove_session_ids` removes from a URL, the longest first."""
    if remove_session_ids(url) == url:
        return []
    path, _, query = url.partition("#")[0].partition("?")
    removed = [match[0].partition("=")[2] or match[0] for match in _patterns().path.finditer(path)]
    pairs = (pair for pair in query.split("&") if _patterns().parameter.fullmatch(pair))
    removed += [pair.partition("=")[2] for pair in pairs]
    return sorted((value for value in removed if len(value) >= _MIN_OWN_VALUE), key=len, reverse=True)


@cache
def _patterns() -> _Patterns:
    rules = load_data(__package__, "session_ids.toml", _SessionIdRules)
    names = "|".join(rules.path_parameters)
    path = rf"""/\({rules.path_segment}\)(?=/)|;(?:{names})=[^/?#;&"'\s<>]*"""
    parameter = "|".join(f"(?:{'|'.join(rule.names)})=(?:{rule.value})" for rule in rules.parameters)
    in_text = rf"""{path}|(?<=[?&;])(?:{parameter})(?=[&"'#\s<>)\\]|$)"""
    return _Patterns(*(re.compile(pattern, re.IGNORECASE) for pattern in (path, parameter, in_text)))
