"""Tells what the pictures of a page may show: nothing, an ornament, or a whole table."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

SPACER_NAME = re.compile(
    r"(?:spacer|blank|pixel|space|clear|transparent|shim|dot|1x1)[\w-]*\.(?:gif|png)", re.I
)
ORNAMENT_NAME = re.compile(r"ico|logo|arrow|bullet|new[\w-]*\.|file[\w-]*\.", re.I)
_LENGTH = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*", re.ASCII)
_STYLE_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*(\d{1,5})(?:\.\d*)?\s*px", re.ASCII | re.I)
# Of a picture with a stated size: codes to scan, seals and banners of one line are smaller.
_MIN_WIDTH, _MIN_HEIGHT = 200, 48


def may_be_table(picture: Element) -> bool:
    """Return whether a picture may show a table: it has no name of an ornament and no smaller size."""
    source = picture.get("src") or ""
    if SPACER_NAME.search(source) or ORNAMENT_NAME.search(source.rpartition("/")[2][:200]):
        return False
    sizes = {"width": str(_MIN_WIDTH), "height": str(_MIN_HEIGHT)}
    sizes |= {name: match[1] for name in sizes if (match := _LENGTH.fullmatch(picture.get(name) or ""))}
    sizes |= {name.lower(): size for name, size in _STYLE_LENGTH.findall(picture.get("style") or "")}
    return int(sizes["width"]) >= _MIN_WIDTH and int(sizes["height"]) >= _MIN_HEIGHT
