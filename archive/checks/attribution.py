"""Attributes each failed check to the source, to the parser, or to neither, and adds correction hints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import structs

from archive.checks.arithmetic import Equation
from archive.checks.correction_hints import correction_hints
from archive.model import Attribution, DataRecord, Figure, Finding, Result, State, load_data

Figures = Mapping[tuple[str, str, str], Figure]
# Ideographs and punctuation.
_WORDS = re.compile(r"[\u4e00-\u9fff\s，。、；：！？（）()]+")
_Basis = Literal["cells", "words", "parser"]


class _AttributionRules(DataRecord, frozen=True, kw_only=True):
    """`attribution.toml`: openings of check ids, by what the attribution of a failure rests on."""

    cells: tuple[str, ...]
    words: tuple[str, ...]
    parser: tuple[str, ...]
    doubt: tuple[str, ...]


def with_attribution(
    findings: Sequence[Finding], figures: Figures, equations: Iterable[Equation]
) -> list[Finding]:
    """Return `findings`, each failed one with its attribution, and failed sums with their hints."""
    failed = [finding for finding in findings if finding.result is Result.FAIL]
    if not failed:
        return list(findings)
    places = _UncertainPlaces(failed)
    by_key = {figure.key: figure for figure in figures.values()}
    hints = correction_hints(list(equations), failed)
    return [
        structs.replace(
            finding,
            attribution=places.attribute(finding, [by_key[key] for key in finding.cells if key in by_key]),
            hints=hints.get((finding.id, finding.row, finding.column), ()),
        )
        if finding.result is Result.FAIL
        else finding
        for finding in findings
    ]


class _UncertainPlaces:
    """Tables and rows of a report whose reading is in doubt, from the findings that show it."""

    def __init__(self, failed: Iterable[Finding]) -> None:
        doubts = [finding for finding in failed if _attribution_basis(finding.id) == "parser"]
        self._is_everywhere = any(finding.id.startswith(_rules().doubt) for finding in doubts)
        self._rows = {(finding.table, finding.row) for finding in doubts if finding.table and finding.row}
        self._tables = {finding.table for finding in doubts if finding.table}

    def attribute(self, finding: Finding, operands: Sequence[Figure]) -> Attribution:
        basis = _attribution_basis(finding.id)
        if basis in ("parser", "undecided"):
            return Attribution(basis)
        if basis == "words" and _may_hold_number(finding.detail):
            return Attribution.UNDECIDED
        if self._is_everywhere or any((figure.table, figure.row) in self._rows for figure in operands):
            return Attribution.PARSER
        # A row of the same table without a certain place may have taken its values from this row.
        if not operands or any(figure.table in self._tables for figure in operands):
            return Attribution.UNDECIDED
        return Attribution.SOURCE if all(map(_is_certain, operands)) else Attribution.UNDECIDED


def _may_hold_number(text: str) -> bool:
    """True unless the text is Chinese words: a picture, ○, undefined or 十 may be a number to a person."""
    return any(map(str.isnumeric, text)) or _WORDS.fullmatch(text) is None


def _is_certain(figure: Figure) -> bool:
    """True if the figure surely says what its cell prints; an absent row cannot be read wrongly."""
    if figure.state is State.ABSENT:
        return True
    return figure.position is not None and figure.state is not State.UNCERTAIN


@cache
def _attribution_basis(check: str) -> _Basis | Literal["undecided"]:
    """Return what the attribution of a failed check rests on: the longest opening of its id decides."""
    rules = _rules()
    openings: dict[_Basis, tuple[str, ...]] = {
        "cells": rules.cells,
        "words": rules.words,
        "parser": rules.parser,
    }
    matches = [
        (len(opening), basis)
        for basis, basis_openings in openings.items()
        for opening in basis_openings
        if check.startswith(opening)
    ]
    return max(matches)[1] if matches else "undecided"


@cache
def _rules() -> _AttributionRules:
    return load_data(__package__, "attribution.toml", _AttributionRules)
