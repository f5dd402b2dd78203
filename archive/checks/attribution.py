"""Whose error a failing check shows: the original's, our reading's, or nobody can tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from archive.checks.arithmetic import Equation
from archive.checks.correction_hints import correction_hints
from archive.model import Attribution, Figure, Finding, Result, State

Figures = Mapping[tuple[str, str, str], Figure]


def with_attribution(
    findings: Sequence[Finding], figures: Figures, equations: Iterable[Equation]
) -> list[Finding]:
    """`findings`, each failing one with its verdict, and failing sums with their hints."""
    failed = [one for one in findings if one.result is Result.FAIL]
    if not failed:
        return list(findings)
    doubts = _UncertainPlaces(failed)
    by_key = {figure.key: figure for figure in figures.values()}
    found = correction_hints(list(equations), failed)
    return [
        one._replace(
            verdict=doubts.verdict(one, [by_key[key] for key in one.cells if key in by_key]),
            hint=found.get((one.id, one.row, one.column), ()),
        )
        if one.result is Result.FAIL
        else one
        for one in findings
    ]


class _UncertainPlaces:
    """Places of a report whose reading is in doubt, by the findings that say so."""

    def __init__(self, failed: Iterable[Finding]) -> None:
        ours = [one for one in failed if _verdict_basis(one.id) == "parser"]
        self._is_everywhere = any(one.id.startswith(tuple(_attribution_data()["doubt"])) for one in ours)
        self._rows = {(one.table, one.row) for one in ours if one.table and one.row}
        self._tables = {one.table for one in ours if one.table}

    def verdict(self, finding: Finding, operands: Sequence[Figure]) -> Attribution:
        basis = _verdict_basis(finding.id)
        if basis != "cells":
            return Attribution(basis)
        if self._is_everywhere or any((one.table, one.row) in self._rows for one in operands):
            return Attribution.PARSER
        # A row of the same table that found no certain place may have taken its values from this one.
        if not operands or any(one.table in self._tables for one in operands):
            return Attribution.UNDECIDED
        return Attribution.SOURCE if all(map(_is_certain, operands)) else Attribution.UNDECIDED


def _is_certain(figure: Figure) -> bool:
    """Whether the figure is known to say what its cell prints; a row that is not there says nothing wrong."""
    if figure.state is State.ABSENT:
        return True
    return figure.position is not None and figure.state is not State.UNCERTAIN


@cache
def _verdict_basis(check: str) -> str:
    openings = (
        (start, basis) for basis in ("cells", "parser", "source") for start in _attribution_data()[basis]
    )
    fitting = [(len(start), basis) for start, basis in openings if check.startswith(start)]
    return max(fitting)[1] if fitting else Attribution.UNDECIDED.value


@cache
def _attribution_data() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("attribution.toml").read_text(encoding="utf-8"))
