"""Computes the digest of the site's own files, which is used for cache validation."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_SITE_DIR = Path(__file__).parents[1]
_HASHED_PATTERNS = ("*.html", "*.css", "*.svg", "*.py", "*.toml", "*.json")


@cache
def site_version() -> str:
    """Digest of all files that affect pages, except the database: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _HASHED_PATTERNS for path in _SITE_DIR.rglob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
