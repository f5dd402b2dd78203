"""Classifies texts of the statistics table of old reports: header, unit, label or footer."""

from __future__ import annotations

import re

from archive.extraction.cells import is_value
from archive.forms import legacy_form
from archive.model import Grid
from archive.text import cache_short_texts, collapse_whitespace, normalise_text

_REMARK = re.compile(r"\([^()]*\)")


def printed_label(text: str) -> str:
    """A label or header as printed, on one line; lines are joined without a blank, as Chinese has none."""
    return collapse_whitespace("".join(line.strip() for line in text.split("\n")))


@cache_short_texts(maxsize=4096)
def plain_label(text: str) -> str:
    """A label for comparing: normalised, without ordinal, 其中 and remarks."""
    plain = normalise_text(text)
    match = next(filter(None, (opening.match(plain) for opening, _ in legacy_form().statistics.levels)), None)
    return _REMARK.sub("", plain[match.end() :] if match else plain).strip("():、,")


def is_national_table(grid: Grid) -> bool:
    """True if a grid has enough labels of the national table to be that table."""
    labels = {plain_label(cell.text) for cell in grid.cells} & _national_labels()
    return len(labels) >= legacy_form().statistics.min_labels


def is_header(text: str) -> bool:
    """True if the text is the header over labels or over units."""
    return (
        normalise_text(text) in legacy_form().statistics.label_headers | legacy_form().statistics.unit_headers
    )


def is_spanning_header(text: str) -> bool:
    """True if the text is a header over several columns of values that names none of them."""
    return normalise_text(text) in legacy_form().statistics.spanning_headers


def is_unit(text: str) -> bool:
    """True if the text is a unit of the table."""
    return normalise_text(text) in legacy_form().statistics.known_units


def is_label(text: str) -> bool:
    """True if the text can only be a label: it is no value (empty, number, dash) and no unit."""
    return not is_value(text) and not is_unit(text)


def is_numbered(text: str) -> bool:
    """True if the text begins with an ordinal of the table."""
    return any(opening.match(normalise_text(text)) for opening, _ in legacy_form().statistics.levels)


def is_footer(text: str) -> bool:
    """True if the text begins a line that is printed below the table: 单位负责人：…"""
    return legacy_form().statistics.footer.match(normalise_text(text)) is not None


def _national_labels() -> set[str]:
    return {label for row in legacy_form().rows for label in row.labels}
