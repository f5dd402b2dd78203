"""The documents that the accuracy gates leave out, from `exceptions.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("exceptions.toml")


@cache
def load_exceptions() -> dict[tuple[str, str], str]:
    """Return the reason by (format, anomaly); either may be `*`."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8")).get("exception", [])
    return {(entry["format"], entry["anomaly"]): entry["reason"] for entry in entries}


def exception_reason(format_name: str, anomaly: str) -> str:
    """Return why such a document is left out, or ""."""
    known = load_exceptions()
    for place in ((format_name, anomaly), (format_name, "*"), ("*", anomaly)):
        if place in known:
            return known[place]
    return ""
