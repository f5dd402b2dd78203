"""Recognises captions that make it doubtful whose table follows, or for which period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from archive.model import DataRecord, load_data
from archive.text import normalise_text, parse_integer

_MAX_YEARS_BACK = 20


class _DoubtRules(DataRecord, frozen=True, kw_only=True):
    """The rules of `doubtful_captions.toml`."""

    short_year: re.Pattern[str]
    numeral_year: re.Pattern[str]
    words: re.Pattern[str]
    region_wide: re.Pattern[str]
    government: re.Pattern[str]
    named_line: re.Pattern[str]
    labelled_name: re.Pattern[str]
    attributed_name: re.Pattern[str]
    no_name: re.Pattern[str]
    own_department: re.Pattern[str]


def has_doubtful_caption(lines: Iterable[str], agency: str | None, year: int | None) -> bool:
    """True if one of the normalised lines may say that the table is of another body, year or period."""
    own = normalise_text(agency or "")
    return any(
        _rules().words.search(line) or _names_other_year(line, year) or _may_name_other_body(line, own)
        for line in lines
    )


def is_own_department(name: str, own: str) -> bool:
    """True if a name is the department that writes the report, with nothing or the agency in front of it.

    A region in front of it makes it another body, unless the agency is called so: 青溪县政务公开办公室.
    """
    agency, count = _rules().own_department.subn("", name)
    return bool(count) and own.endswith(agency)


@cache
def _rules() -> _DoubtRules:
    return load_data(__package__, "doubtful_captions.toml", _DoubtRules)


def _names_other_year(line: str, year: int | None) -> bool:
    rules = _rules()
    texts = (*rules.short_year.findall(line), *rules.numeral_year.findall(line))
    years = {2000 + (parse_integer(text) or 0) for text in texts}
    return year is not None and any(0 < year - other <= _MAX_YEARS_BACK for other in years)


def _may_name_other_body(line: str, own: str) -> bool:
    """True if a line names more than the agency, or is nothing but a name that is not the agency's."""
    rules = _rules()
    if not own:
        return False
    if rules.region_wide.search(line) and not rules.government.search(own):
        return True
    patterns = (rules.named_line, rules.labelled_name, rules.attributed_name)
    names = [match[1] for pattern in patterns if (match := pattern.search(line))]
    return any(
        _is_other_name(name, own)
        for name in names
        if not rules.no_name.search(name) and not is_own_department(name, own)
    )


def _is_other_name(name: str, own: str) -> bool:
    """True if a name is not the agency's. 林业局 is 云溪县林业局, but 云溪县 is more than it."""
    return name not in own or (own.startswith(name) and own != name)
