"""Learns which parts of the URLs of a portal are session ids or random numbers.

A session id is the same on one page and another on the next; or links with the same text and the same rest of
the URL have another value each time. A site id is the same on all pages, the id of an article always belongs
to one text.
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
    r"^(jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id|cfid|cftoken)$", re.IGNORECASE
)
_MIN_LINKS = 2
_MIN_CHANGED_TARGETS = 3
PATH_SESSION = "(S())"


class SessionIds:
    """The names of session parameters of each host, learned from its pages."""

    def __init__(self) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._page_values: dict[tuple[str, str], str] = {}
        self._target_values: dict[tuple[str, str, str, str], str] = {}
        self._changed_targets: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def learn(self, host: str, links: Iterable[tuple[str, str]]) -> bool:
        """Compare the links of a page (URL, text) with those of earlier pages; whether a name is new."""
        values: defaultdict[str, list[str]] = defaultdict(list)
        for url, text in links:
            for name, value in session_candidates(url):
                values[name].append(value)
                self._note_target(host, name, value, (url.replace(value, ""), text))
        learned = {name for name, found in values.items() if self._is_session(host, name, found)}
        is_new = bool(learned - self._names[host])
        self._names[host] |= learned
        return is_new

    def strip(self, url: str) -> str:
        """The URL without the session ids of its host."""
        parts = urlsplit(url)
        names = self._names.get(parts.hostname or "")
        if not names:
            return url
        path = _IN_PATH.sub(lambda match: "" if _path_name(match) in names else match[0], parts.path)
        kept = (pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() not in names)
        return parts._replace(path=path, query="&".join(kept)).geturl()

    def _note_target(self, host: str, name: str, value: str, target: tuple[str, str]) -> None:
        """Note a link whose rest and text were seen with another value; only rests count, not texts."""
        if self._target_values.setdefault((host, name, *target), value) != value:
            self._changed_targets[host, name].add(target[0])

    def _is_session(self, host: str, name: str, values: list[str]) -> bool:
        if name in self._names[host] or _NAMED.search(name):
            return True
        if len(self._changed_targets[host, name]) >= _MIN_CHANGED_TARGETS:
            return True
        if len(values) < _MIN_LINKS or len(set(values)) > 1:
            return False
        earlier = self._page_values.setdefault((host, name), values[0])
        return earlier != values[0]


def session_candidates(url: str) -> Iterator[tuple[str, str]]:
    """The names and values in a URL that may be a session id; names in lower case."""
    parts = urlsplit(url)
    for match in _IN_PATH.finditer(parts.path):
        yield _path_name(match), match[1] or match[3]
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if _VALUE.search(value):
            yield name.lower(), value


def _path_name(match: re.Match[str]) -> str:
    return PATH_SESSION if match[1] else match[2].lower()
