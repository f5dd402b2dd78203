"""Compares what the reader answers for foreign documents with what a careful person reads in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive import parse_document
from archive.model import Document, Figure, Report, ReportError, Result, State
from bench.foreign.model import ALL_STATES, ForeignDocument
from bench.foreign.scoring.source_errors import find_source_errors

_OPEN_STATES = (State.UNCERTAIN, State.UNREADABLE)


@dataclass
class DocumentScore:
    """The figures of one document by how they were answered, with examples of the wrong ones.

    `counts`: each figure is `right`, `flagged` (right, but a failed check names it), `unread`, `wrong`,
    `lost`, or `excepted` (no number was given, and exceptions.toml says that nobody can tell it); beside them
    `source`,
    the findings that name the source without cause. `doubted`: figures that the reader itself puts in doubt.
    """

    name: str
    is_deliberate: bool
    counts: Counter[str] = field(default_factory=Counter)
    doubted: int = 0
    examples: list[str] = field(default_factory=list)
    refusal: str = ""

    @property
    def figures(self) -> int:
        """The number of figures that count."""
        return sum(self.counts[kind] for kind in ("right", "flagged", "unread", "wrong", "lost"))


def score_folder(folder: Path) -> Iterator[DocumentScore]:
    """Yield the score of each document of a folder, which has its NAME.expected.json beside it."""
    for file in sorted(folder.glob("*.expected.json")):
        expected = json.loads(file.read_text("utf-8"))
        document = folder / f"{expected['name']}{expected['suffix']}"
        yield score_document(document, expected)


def score_document(file: Path, expected: dict[str, Any]) -> DocumentScore:
    """Return the score of one document."""
    return _score_bytes(file.read_bytes(), file.name, expected)


def score_foreign(document: ForeignDocument) -> DocumentScore:
    """Return the score of a document as the generator gives it."""
    return _score_bytes(document.content, f"{document.name}{document.suffix}", asdict(document))


def _score_bytes(data: bytes, name: str, expected: dict[str, Any]) -> DocumentScore:
    score = DocumentScore(name, bool(expected["is_deliberate"]))
    answers = expected["expected"]
    try:
        report = parse_document(Document(data, name))
    except ReportError as error:
        return _refuse(score, "unread", str(error), answers)
    except Exception as error:  # a crash is a failure of the reader, whatever it is
        return _refuse(score, "lost", f"{type(error).__name__}: {error}", answers)
    flagged = _flagged_cells(report)
    figures = {figure.key: figure for figure in report.figures}
    for key, answer in answers.items():
        figure = figures.get(key) or Figure(*key.split("."), State.ABSENT)
        kind = _judge(figure, answer, key in flagged)
        score.counts[kind] += 1
        score.doubted += kind != "excepted" and (key in flagged or _is_in_doubt(figure, answer))
        if kind in ("wrong", "lost"):
            shown = figure.number if figure.number is not None else figure.state.value
            score.examples.append(f"{key}={shown} for {answer['number'] or answer['state']}")
    errors = find_source_errors(report, expected["shape"], answers)
    score.counts["source"] = len(errors)
    score.examples += [f"source: {error}"[:90] for error in errors]
    return score


def _refuse(score: DocumentScore, kind: str, reason: str, answers: dict[str, Any]) -> DocumentScore:
    """Count all figures that are not excepted as `kind`."""
    score.refusal = reason
    score.counts.update("excepted" if _is_excepted(answer) else kind for answer in answers.values())
    if kind == "lost":
        score.examples.append(reason)
    return score


def _judge(figure: Figure, answer: dict[str, Any], is_flagged: bool) -> str:
    """Return how a figure was answered: another number is `wrong`, a state in its place `lost`."""
    number = answer["number"] or answer["doubtful_number"]
    if figure.number is not None:
        is_right = number is not None and Decimal(number) == figure.number
        is_right = is_right and State.REPORTED in answer["acceptable_states"]
        if is_right:
            return "flagged" if is_flagged else "right"
        return "unread" if is_flagged else "wrong"
    if _is_excepted(answer):
        return "excepted"
    if figure.state in answer["acceptable_states"]:
        return "right"
    return "unread" if figure.state in _OPEN_STATES or is_flagged else "lost"


def _is_excepted(answer: dict[str, Any]) -> bool:
    """Return whether any state may be answered, as only exceptions.toml allows."""
    return set(answer["acceptable_states"]) == set(ALL_STATES)


def _is_in_doubt(figure: Figure, answer: dict[str, Any]) -> bool:
    return figure.state in _OPEN_STATES and figure.state not in answer["acceptable_states"]


def _flagged_cells(report: Report) -> set[str]:
    """The keys of figures that a failed check of their own names."""
    return {
        key
        for finding in report.findings
        if finding.result is Result.FAIL and finding.id.startswith(("F_", "R_", "T"))
        for key in finding.cells
    }


@dataclass(frozen=True)
class ForeignRates:
    """Shares of all figures that count, of which `flagged` only of documents without a deliberate change."""

    figures: int
    wrong: float
    lost: float
    source: float
    unread: float
    flagged: float


def foreign_rates(scores: Iterable[DocumentScore]) -> ForeignRates:
    """Return the shares over all documents, which the floors of accuracy.json limit."""
    scores = list(scores)
    totals = _add_counts(scores)
    faithful = [score for score in scores if not score.is_deliberate]
    figures = sum(score.figures for score in scores)
    share = {kind: totals[kind] / max(1, figures) for kind in ("wrong", "lost", "source", "unread")}
    doubted = sum(score.doubted for score in faithful)
    return ForeignRates(figures, flagged=doubted / max(1, sum(score.figures for score in faithful)), **share)


def _add_counts(scores: Iterable[DocumentScore]) -> Counter[str]:
    return sum((score.counts for score in scores), Counter())


def summarise(scores: Iterable[DocumentScore]) -> str:
    """Return the totals and the worst documents as text."""
    scores = list(scores)
    totals = _add_counts(scores)
    lines = [f"{len(scores)} documents: " + ", ".join(f"{kind} {count}" for kind, count in totals.items())]
    for score in sorted(scores, key=lambda score: -(score.counts["wrong"] + score.counts["lost"])):
        if score.examples:
            lines.append(f"{score.name}: {dict(score.counts)} {score.examples[:2]}")
    for score in sorted(scores, key=lambda score: -score.counts["unread"]):
        if score.counts["unread"]:
            lines.append(f"{score.name}: unread {score.counts['unread']} {score.refusal[:80]}")
    return "\n".join(lines)
