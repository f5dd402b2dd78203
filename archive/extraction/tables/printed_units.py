"""Finds the unit of money that a table prints for an amount outside of its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from archive.extraction.cell_text import cell_rules
from archive.text import normalise_text


def money_units(texts: Iterable[str]) -> list[str]:
    """The different units of money that header, label and caption state, the nearest text first."""
    matches = (_unit_pattern().search(normalise_text(text)) for text in texts)
    return list(dict.fromkeys(match[1] or match[2] for match in matches if match))


@cache
def _unit_pattern() -> re.Pattern[str]:
    """A unit of money at the end of a text, in brackets, or after 单位."""
    names = sorted((unit for unit in cell_rules().yuan if unit.endswith("元")), key=len, reverse=True)
    units = "|".join(names)
    return re.compile(rf"({units})(?=\)|$|/)|单位:?(?:人民币)?({units})")
