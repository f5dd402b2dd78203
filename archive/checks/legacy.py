"""Checks reports for years before 2019: chapters, statistics table and its sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import field, structs

from archive.checks.arithmetic import Equation, evaluate_equation
from archive.checks.catalog import catalog
from archive.extraction import plain_label
from archive.forms import LEGACY_FORM, forms, legacy_form
from archive.model import DataRecord, Figure, Finding, LegacyCell, Result, State, load_data

_TABLE_KEY, _COLUMN_KEY = "legacy_cells", "value"
_ABSENT_FIGURE = Figure(_TABLE_KEY, "", _COLUMN_KEY, State.ABSENT)

NationalFigures = Mapping[tuple[str, str], Figure]
"""Figures of the national table by the key of their row and the header of their column."""


class _LegacySumRule(DataRecord, frozen=True, kw_only=True):
    """The row `total` is the sum of the rows `parts`."""

    id: str
    total: str
    parts: tuple[str, ...]


class _LegacyRules(DataRecord, frozen=True, kw_only=True):
    """`legacy.toml`."""

    sums: tuple[_LegacySumRule, ...] = field(name="sum")


def legacy_structure_findings(
    chapters: Collection[str], cells: Sequence[LegacyCell], year: int | None
) -> Iterator[Finding]:
    """Yield findings on chapters, statistics table, year, and uncertain and unreadable cells."""
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
    uncertain = [cell.label for cell in cells if cell.state is State.UNCERTAIN]
    if uncertain:
        yield _finding("F_UNCERTAIN", False, "、".join(dict.fromkeys(uncertain)))
    unreadable = [f"{cell.label}：{cell.raw}" for cell in cells if cell.state is State.UNREADABLE]
    if unreadable:
        yield _finding("F_UNREADABLE", False, "、".join(dict.fromkeys(unreadable)))


def legacy_figures(cells: Sequence[LegacyCell]) -> dict[tuple[str, str, str], Figure]:
    """Return every cell as a figure; its key holds the index of the cell: `legacy_cells.17.value`."""
    return {
        (_TABLE_KEY, str(number), _COLUMN_KEY): Figure(
            _TABLE_KEY, str(number), _COLUMN_KEY, cell.state, cell.raw, cell.number, cell.unit, cell.position
        )
        for number, cell in enumerate(cells)
    }


def legacy_sum_findings(cells: Sequence[LegacyCell]) -> Iterator[Finding]:
    """Yield one finding for each sum and value column, if the total and at least one part are printed."""
    national = _national_figures(cells)
    for column in dict.fromkeys(cell.column for cell in cells):
        for rule in load_data(__package__, "legacy.toml", _LegacyRules).sums:
            total = national.get((rule.total, column))
            parts = tuple(national.get((part, column), _ABSENT_FIGURE) for part in rule.parts)
            if total and any(part is not _ABSENT_FIGURE for part in parts):
                finding = evaluate_equation(Equation(rule.id, "", "", "", parts, (total,)))
                used = tuple(key for key in finding.cells if key != _ABSENT_FIGURE.key)
                yield structs.replace(
                    finding, detail="；".join(filter(None, (column, finding.detail))), cells=used
                )


def _national_figures(cells: Sequence[LegacyCell]) -> NationalFigures:
    """Return the figures of the national table, without rows that are printed twice in a column."""
    figures = list(legacy_figures(cells).values())
    matches: dict[tuple[str, str], list[Figure]] = {}
    for cell, figure in zip(cells, figures, strict=True):
        parent_labels = {plain_label(label) for label in cell.path}
        for row in legacy_form().rows:
            if plain_label(cell.label) in row.labels and (
                not row.parent_label or row.parent_label in parent_labels
            ):
                matches.setdefault((row.key, cell.column), []).append(figure)
    return {key: row_figures[0] for key, row_figures in matches.items() if len(row_figures) == 1}


def _finding(check: str, holds: bool, detail: str = "") -> Finding:
    result = Result.PASS if holds else Result.FAIL
    return Finding(check, result, catalog()[check].severity, detail=detail)
