"""Learns which parts of the URLs of a portal are session ids or random numbers.

The same link, by its text and the rest of its URL, has another value on another page, and that for links to
several pages of the portal. A site id is the same everywhere; the number of an agency or article stands in
links to one program only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

# A session id is long and of mixed letters and digits, or of digits alone.
_VALUE = re.compile(r"^(?=[\w.-]*\d)[A-Za-z0-9_.~-]{8,}$")
_IN_PATH = re.compile(r"/\(S\(([^()/]{8,60})\)\)(?=/)|;(\w{3,20})=([^/?;]{8,100})")
_NAMED = re.compile(
    r"^(\(s\(\)\)|jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|cfid|cftoken)$", re.IGNORECASE
)
_MIN_CHANGED_PATHS = 3
_MAX_LINKS = 200_000
_PATH_SESSION = "(s())"


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

    def remove_from(self, url: str) -> str:
        """The URL without the session ids of its host."""
        parts = urlsplit(url)
        names = self._names.get(parts.hostname or "")
        if not names:
            return url
        path = _IN_PATH.sub(lambda match: "" if _path_name(match) in names else match[0], parts.path)
        kept = (pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() not in names)
        return parts._replace(path=path, query="&".join(kept)).geturl()

    def _note_link(self, host: str, name: str, value: str, link: tuple[str, str]) -> None:
        """Note the value in a link, given as the rest of its URL and its text."""
        if _NAMED.search(name):
            self._names[host].add(name)
        elif len(self._values) > _MAX_LINKS:
            pass  # enough was seen to tell; two thousand portals have millions of links
        elif self._values.setdefault((host, name, *link), value) != value:
            paths = self._changed_paths[host, name]
            paths.add(urlsplit(link[0]).path)
            if len(paths) >= _MIN_CHANGED_PATHS:
                self._names[host].add(name)


def session_candidates(url: str) -> Iterator[tuple[str, str]]:
    """The names and values in a URL that may be a session id; names in lower case."""
    if "=" not in url and "(" not in url:
        return
    parts = urlsplit(url)
    for match in _IN_PATH.finditer(parts.path):
        yield _path_name(match), match[1] or match[3]
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if _VALUE.search(value):
            yield name.lower(), value


def _path_name(match: re.Match[str]) -> str:
    return _PATH_SESSION if match[1] else match[2].lower()
