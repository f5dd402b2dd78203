"""Puts the values of custom properties (`--name`) in the place of `var(--name)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml.etree import _Element as Element

_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)")
# A property may refer to others; a hostile page makes their values grow.
_MAX_ROUNDS = 5
_MAX_VALUE_CHARS = 300


def has_reference(style: Mapping[str, str], names: frozenset[str]) -> bool:
    """Return whether the value of one of these properties refers to a custom property."""
    return any("var(" in value for name, value in style.items() if name in names)


def resolve_properties(
    element: Element, style: dict[str, str], style_of: Callable[[Element], Mapping[str, str]]
) -> dict[str, str]:
    """Return the style without references: custom properties are inherited, `style_of` gives the styles.

    A reference to a property that nobody sets makes the declaration invalid, and it is left out.
    """
    if not any("var(" in value for value in style.values()):
        return style

    def value_of(match: re.Match[str]) -> str:
        name = match[1]
        if name in style:
            return style[name]
        inherited = (style_of(place).get(name) for place in element.iterancestors())
        value = next((value for value in inherited if value is not None), match[2])
        return "\0" if value is None else value.strip()

    resolved = {}
    for name, value in style.items():
        for _ in range(_MAX_ROUNDS if not name.startswith("--") else 0):
            if "var(" not in value or len(value) > _MAX_VALUE_CHARS:
                break
            value = _REFERENCE.sub(value_of, value)
        if "\0" not in value:
            resolved[name] = value
    return resolved
