"""Tells whether a page consists of texts that each have a place on it, as exports of laid-out pages do."""

from __future__ import annotations

import re
from itertools import islice

# Menus and slides have some places too; a printed page has one for each line at least.
_MIN_PLACES = 30
_PLACE = re.compile(
    rb"style\s*=\s*[\"'](?=[^\"'<>]{0,300}?\btop\s*:\s*[\d.]+(?:px|pt|%))"
    rb"(?=[^\"'<>]{0,300}?\bleft\s*:\s*[\d.]+(?:px|pt|%))"
)


def has_positioned_text(data: bytes) -> bool:
    """Return whether many elements of a page have a place of their own."""
    if b"left:" not in data and b"left :" not in data:
        return False
    return sum(1 for _ in islice(_PLACE.finditer(data), _MIN_PLACES)) == _MIN_PLACES
