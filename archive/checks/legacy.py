"""Checks of reports for the years before 2019: chapters, the statistics table, and its sums."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from archive.checks.arithmetic import Equation, evaluate_equation
from archive.checks.catalog import catalog
from archive.extraction.legacy.labels import plain_label
from archive.forms import forms
from archive.forms.legacy import LEGACY_FORM, legacy_form
from archive.model import Figure, Finding, LegacyCell, Result, State

_TABLE_KEY, _COLUMN_KEY = "legacy_cells", "value"
_ABSENT_FIGURE = Figure(_TABLE_KEY, "", _COLUMN_KEY, State.ABSENT)

NationalFigures = Mapping[tuple[str, str], Figure]
"""Figures of the national table by the row's key and the header of their column."""


@dataclass(frozen=True, slots=True)
class _LegacySumRule:
    id: str
    total: str
    parts: tuple[str, ...]


def legacy_structure_findings(
    chapters: Collection[str], cells: Sequence[LegacyCell], year: int | None
) -> Iterator[Finding]:
    """Whether the report has the chapters of its time and its table, and is for a year of that time."""
    missing = [
        legacy_form().chapters[key].zh for key in legacy_form().expected_chapters if key not in chapters
    ]
    yield _finding("L_SECTIONS", not missing, "、".join(missing))
    first, last = legacy_form().table_years
    if year is not None and first <= year <= last:
        yield _finding("L_TABLE", bool(cells))
    if year is not None:
        newer = any(form.first_year <= year for form in forms().values())
        yield _finding("F_YEAR_FORM", not newer, LEGACY_FORM if newer else "")
    unsure = [cell.label for cell in cells if cell.state is State.UNCERTAIN]
    if unsure:
        yield _finding("F_UNCERTAIN", False, "、".join(dict.fromkeys(unsure)))
    strange = [f"{cell.label}：{cell.raw}" for cell in cells if cell.state is State.UNREADABLE]
    if strange:
        yield _finding("F_UNREADABLE", False, "、".join(dict.fromkeys(strange)))


def legacy_figures(cells: Sequence[LegacyCell]) -> dict[tuple[str, str, str], Figure]:
    """Every cell as a figure whose key names its number among the cells: `legacy_cells.17.value`."""
    return {
        (_TABLE_KEY, str(number), _COLUMN_KEY): Figure(
            _TABLE_KEY, str(number), _COLUMN_KEY, cell.state, cell.raw, cell.number, cell.unit, cell.position
        )
        for number, cell in enumerate(cells)
    }


def legacy_sum_findings(cells: Sequence[LegacyCell]) -> Iterator[Finding]:
    """One finding for each sum, and each column of values, whose total and one part at least are printed."""
    known = _national_figures(cells)
    for column in dict.fromkeys(cell.column for cell in cells):
        for one in _sum_rules():
            total = known.get((one.total, column))
            parts = tuple(known.get((part, column), _ABSENT_FIGURE) for part in one.parts)
            if total and any(part is not _ABSENT_FIGURE for part in parts):
                found = evaluate_equation(Equation(one.id, "", "", "", parts, (total,)))
                used = tuple(key for key in found.cells if key != _ABSENT_FIGURE.key)
                yield found._replace(detail="；".join(filter(None, (column, found.detail))), cells=used)


def _national_figures(cells: Sequence[LegacyCell]) -> NationalFigures:
    """The rows of the national table; one that is printed twice in a column is none."""
    figures = list(legacy_figures(cells).values())
    found: dict[tuple[str, str], list[Figure]] = {}
    for cell, figure in zip(cells, figures, strict=True):
        above = {plain_label(label) for label in cell.path}
        for row in legacy_form().rows:
            if plain_label(cell.label) in row.labels and (not row.parent_label or row.parent_label in above):
                found.setdefault((row.key, cell.column), []).append(figure)
    return {key: some[0] for key, some in found.items() if len(some) == 1}


def _finding(check: str, holds: bool, detail: str = "") -> Finding:
    result = Result.PASS if holds else Result.FAIL
    return Finding(check, result, catalog()[check].severity, detail=detail)


@cache
def _sum_rules() -> tuple[_LegacySumRule, ...]:
    said = tomllib.loads(files(__package__).joinpath("legacy.toml").read_text(encoding="utf-8"))
    return tuple(_LegacySumRule(one["id"], one["total"], tuple(one["parts"])) for one in said["sum"])
