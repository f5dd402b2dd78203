"""Learns which parts of the URLs of a portal are session ids or random numbers.

The same link, by its text and the rest of its URL, has another value on another page, and that for links to
several pages of the portal. A site id is the same everywhere; the number of an agency or article stands in
links to one program only. Parameters with a known name, as `jsessionid`, are no matter of learning: no key of
a URL has them (`canonical_key`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

# A session id is long and of mixed letters and digits, or of digits alone.
_VALUE = re.compile(r"^(?=[\w.-]*\d)[A-Za-z0-9_.~-]{8,}$")
_MIN_CHANGED_PATHS = 3
_MAX_LINKS = 200_000
_MAX_NAMES = 8


class SessionIds:
    """The names of session parameters of each host, learned from its pages."""

    def __init__(self) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._values: dict[tuple[str, str, str, str], str] = {}
        self._changed_paths: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, host: str, links: Iterable[tuple[str, str]]) -> bool:
        """Compare the links of a page (URL, text) with those of earlier pages; whether a name is new."""
        known = len(self._names[host])
        for url, text in links:
            for name, value in session_candidates(url):
                self._note_link(host, name, value, (url.replace(value, ""), text))
        return len(self._names[host]) > known

    def names(self, host: str) -> frozenset[str]:
        """The names of the session parameters of a host."""
        return frozenset(self._names[host])

    def add(self, names: Mapping[str, Iterable[str]]) -> None:
        """Add names that earlier runs learned, by host."""
        for host, values in names.items():
            self._names[host].update(values)

    def remove_from(self, url: str) -> str:
        """The URL without the session ids of its host."""
        if "?" not in url:
            return url
        parts = urlsplit(url)
        names = self._names.get(parts.hostname or "")
        if not names:
            return url
        kept = (pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() not in names)
        return parts._replace(query="&".join(kept)).geturl()

    def _note_link(self, host: str, name: str, value: str, link: tuple[str, str]) -> None:
        """Note the value in a link, given as the rest of its URL and its text."""
        names = self._names[host]
        if len(self._values) > _MAX_LINKS or len(names) >= _MAX_NAMES:
            return  # enough was seen to tell; two thousand portals have millions of links
        if self._values.setdefault((host, name, *link), value) != value:
            paths = self._changed_paths[host, name]
            paths.add(urlsplit(link[0]).path)
            if len(paths) >= _MIN_CHANGED_PATHS:
                names.add(name)


def session_candidates(url: str) -> Iterator[tuple[str, str]]:
    """The names and values in a URL that may be a session id; names in lower case."""
    for pair in urlsplit(url).query.split("&") if "=" in url else ():
        name, _, value = pair.partition("=")
        if _VALUE.search(value):
            yield name.lower(), value
