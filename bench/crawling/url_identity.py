"""Compares addresses of portals that add a session id or a random number to every link."""

from __future__ import annotations

import re

_IN_PATH = re.compile(r"/\(S\([^()]*\)\)|;jsessionid=[^/?#]*", re.IGNORECASE)
_IN_QUERY = re.compile(r"(?<=[?&])(?:sid|_)=[^&#]*(?:&|$)")


def plain_address(url: str) -> str:
    """The URL without scheme, session ids and random numbers, as `Report.url` of a portal names it."""
    bare = _IN_QUERY.sub("", _IN_PATH.sub("", url)).rstrip("?&")
    return bare.partition("//")[2]
