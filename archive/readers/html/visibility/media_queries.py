"""Decides which conditional blocks of a style sheet apply on the screen of a usual computer."""

from __future__ import annotations

import re

_WIDTH, _HEIGHT = 1280.0, 800.0
_PIXELS_PER_UNIT = {"px": 1.0, "em": 16.0, "rem": 16.0}
_BOUND = re.compile(
    r"(?:(?P<bound>min|max)-)?(?:device-)?(?P<side>width|height)\s*(?P<relation>:|[<>]=?)\s*"
    r"(?P<length>\d+(?:\.\d+)?)(?P<unit>px|r?em)?"
)
_TRUE_FEATURES = re.compile(
    r"orientation\s*:\s*landscape|prefers-color-scheme\s*:\s*light|(?:any-)?hover(?:\s*:\s*hover)?"
    r"|(?:any-)?pointer\s*:\s*fine|color|scripting\s*:\s*enabled"
)
_CONDITION = re.compile(r"\(([^()]*)\)")
_MEDIA_TYPES = ("", "all", "screen")


def applies_on_screen(at_rule: str) -> bool:
    """Return whether the rules in a block such as `@media screen` apply; unknown conditions do not."""
    name, _, condition = at_rule.partition(" ")
    if name.lower() == "@media" or at_rule.lower().startswith("@media("):
        return matches_media(at_rule[len("@media") :])
    if name.lower() == "@supports":
        return not condition.strip().lower().startswith("not")
    return name.lower() == "@layer"


def has_unknown_condition(at_rule: str) -> bool:
    """Return whether a block such as `@scope (td)` applies to elements, or in places, that are not known."""
    return re.match(r"@(?:scope|container)\b", at_rule, re.IGNORECASE) is not None


def matches_media(queries: str) -> bool:
    """Return whether one of the media queries, which commas separate, is true."""
    return any(map(_matches_query, queries.lower().split(",")))


def _matches_query(query: str) -> bool:
    words = _CONDITION.sub(" ", query).split()
    conditions = _CONDITION.findall(query)
    is_negated = words[:1] == ["not"]
    types = [word for word in words if word not in ("not", "only", "and")]
    is_true = all(name in _MEDIA_TYPES for name in types) and all(map(_is_true, conditions))
    return is_true is not is_negated


def _is_true(condition: str) -> bool:
    condition = condition.strip()
    match = _BOUND.fullmatch(condition)
    if match is None:
        return _TRUE_FEATURES.fullmatch(condition) is not None
    actual = _WIDTH if match["side"] == "width" else _HEIGHT
    stated = float(match["length"]) * _PIXELS_PER_UNIT[match["unit"] or "px"]
    if match["bound"] == "min" or match["relation"].startswith(">"):
        return actual >= stated
    if match["bound"] == "max" or match["relation"].startswith("<"):
        return actual <= stated
    return actual == stated
