"""Compares what the reader answers for foreign documents with what a careful person reads in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive import parse_document
from archive.model import Attribution, Document, Figure, Report, ReportError, Result, State

_OPEN_STATES = (State.UNCERTAIN, State.UNREADABLE)


@dataclass
class DocumentScore:
    """The figures of one document by how they were answered, with examples of the wrong ones."""

    name: str
    is_deliberate: bool
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    refusal: str = ""


def score_folder(folder: Path) -> Iterator[DocumentScore]:
    """Yield the score of each document of a folder, which has its NAME.expected.json beside it."""
    for file in sorted(folder.glob("*.expected.json")):
        expected = json.loads(file.read_text("utf-8"))
        document = folder / f"{expected['name']}{expected['suffix']}"
        yield score_document(document, expected)


def score_document(file: Path, expected: dict[str, Any]) -> DocumentScore:
    """Return the score of one document."""
    score = DocumentScore(file.name, bool(expected["is_deliberate"]))
    try:
        report = parse_document(Document(file.read_bytes(), file.name))
    except ReportError as error:
        score.refusal = str(error)
        score.counts["unread"] = len(expected["expected"])
        return score
    flagged = _flagged_cells(report)
    figures = {figure.key: figure for figure in report.figures}
    for key, answer in expected["expected"].items():
        figure = figures.get(key) or Figure(*key.split("."), State.ABSENT)
        kind = _judge(figure, answer, key in flagged)
        score.counts[kind] += 1
        if kind in ("wrong", "lost"):
            shown = figure.number if figure.number is not None else figure.state.value
            score.examples.append(f"{key}={shown} for {answer['number'] or answer['state']}")
    score.counts["source"] = sum(
        check.attribution is Attribution.SOURCE and any(key in check.cells for key in _wrong_keys(score))
        for check in report.findings
    )
    return score


def _judge(figure: Figure, answer: dict[str, Any], is_flagged: bool) -> str:
    """Return `right`, `flagged`, `unread`, `wrong` (another number) or `lost` (a state in its place)."""
    number = answer["number"] or answer["doubtful_number"]
    if figure.number is not None:
        is_right = number is not None and Decimal(number) == figure.number
        is_right = is_right and State.REPORTED in answer["acceptable_states"]
        if is_right:
            return "flagged" if is_flagged else "right"
        return "unread" if is_flagged else "wrong"
    if figure.state in answer["acceptable_states"]:
        return "right"
    return "unread" if figure.state in _OPEN_STATES or is_flagged else "lost"


def _flagged_cells(report: Report) -> set[str]:
    """The keys of figures that a failed check of their own names."""
    return {
        key
        for finding in report.findings
        if finding.result is Result.FAIL and finding.id.startswith(("F_", "R_", "T"))
        for key in finding.cells
    }


def _wrong_keys(score: DocumentScore) -> list[str]:
    return [example.partition("=")[0] for example in score.examples]


def summarise(scores: Iterable[DocumentScore]) -> str:
    """Return the totals and the worst documents as text."""
    scores = list(scores)
    totals: Counter[str] = sum((score.counts for score in scores), Counter())
    lines = [f"{len(scores)} documents: " + ", ".join(f"{kind} {count}" for kind, count in totals.items())]
    for score in sorted(scores, key=lambda score: -(score.counts["wrong"] + score.counts["lost"])):
        if score.counts["wrong"] or score.counts["lost"]:
            lines.append(f"{score.name}: {dict(score.counts)} {score.examples[:2]}")
    for score in sorted(scores, key=lambda score: -score.counts["unread"]):
        if score.counts["unread"]:
            lines.append(f"{score.name}: unread {score.counts['unread']} {score.refusal[:80]}")
    return "\n".join(lines)
