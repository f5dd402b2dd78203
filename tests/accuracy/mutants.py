"""Mutated documents, and the check that no figure is read wrongly without being flagged.

A figure is right if it has the unmutated value or the number now in the cell, or is flagged as in doubt. Of
ten mutants four have damaged bytes (one of them a real report), five other rows, columns, units or sentences,
and one a wrong label of its encoding.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from archive.forms import figure_keys as keys_of
from archive.model import Document, Figure, Report, ReportError
from archive.parse import parse_document
from archive.text.normalise import remove_whitespace
from samples.anomalies.base import ExpectedFinding
from samples.renderers.formats import FORMATS
from samples.reports.cell_styles import PrintedCell as Cell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from tests.accuracy.charset_labels import with_charset_labels
from tests.accuracy.damage import DAMAGES, DamagedBytes
from tests.accuracy.measure import flagged_figures, is_found, is_right, report_pool
from tests.accuracy.places import UNLOCATABLE_FORMATS, LocatedDocument, locate_values
from tests.accuracy.redraws import REDRAWS
from tests.support.shared import SEEDS

_TAG_PATTERN = re.compile(r"<[^<>]*>?|&nbsp;|&#160;")
_ABSENT_CELL = Cell("", "absent")
# Formats whose bytes are text in one encoding.
LABELLED_FORMATS = tuple(name for name, used in FORMATS.items() if used.suffix in (".html", ".txt", ".md"))
# How many reports are mutated; each is rendered once in every format.
_REPORT_COUNT = 24
# A cell lost in these tables leaves an empty one at the end of the row, as the page shows: grids that are
# always square, and text with pipes where a row has as many cells as the table has columns.
_PADDED_TABLES = dict.fromkeys(
    ("markdown", "xlsx"), ("disclosure", "requests", "challenges")
) | dict.fromkeys(
    ("text_rows", "text_cells", "text_opened_cells", "text_mixed"), ("disclosure", "challenges")
)
_MAX_SECONDS, _MAX_PDF_SECONDS = 2.0, 10.0


@dataclass(frozen=True)
class MutantResult:
    """One mutant: `wrong` are figures neither right nor flagged; `failure` is a crash or a hang."""

    name: str
    wrong: tuple[str, ...] = ()
    failure: str = ""
    is_refused: bool = False


@dataclass(frozen=True)
class _Reading:
    """What reading a mutant has to give: the truth, or what is allowed beside it, and the findings."""

    truth: Callable[[Key], Cell]
    is_allowed: Callable[[Key, Figure], bool] = lambda key, figure: False
    findings: tuple[ExpectedFinding, ...] = ()


def read_mutants(count: int, pdfs: int, seed: int = 1) -> Iterator[MutantResult]:
    """Yield the results of `count` mutants, the same for each `seed`; the last `pdfs` of them are PDFs."""
    start = (seed - 1) * count
    names = [name for name in FORMATS if not name.startswith("pdf")]
    # The content of a cell after damage is known only where its bytes are text.
    locatable = [name for name in names if name not in UNLOCATABLE_FORMATS]
    for number in range(start, start + count - pdfs):
        random = Random(f"mutant/{number}")
        turn = number % 10
        if turn == 9 and SEEDS.is_dir():
            yield _read_damaged_seed(number, random)
        elif turn < 3:
            yield _read_damaged(number, random.choice(locatable), random)
        elif turn == 3:
            yield _read_relabelled(number, random.choice(LABELLED_FORMATS), random)
        else:
            yield _read_redrawn(number, random.choice(names), random)
    for number in range(start, start + pdfs):
        yield _read_damaged(number, "pdf", Random(f"pdf mutant/{number}"))


def _choose_report(number: int) -> SampleReport:
    reports = report_pool()
    return reports[number * 7 % len(reports)]


@cache
def _located_document(number: int, format_name: str) -> LocatedDocument:
    return locate_values(_choose_report(number), format_name)


def _read_damaged(number: int, format_name: str, random: Random) -> MutantResult:
    """Read a generated document with its bytes damaged."""
    chosen = number % (4 if format_name == "pdf" else _REPORT_COUNT)
    report, source = _choose_report(chosen), _located_document(chosen, format_name)
    suffix = FORMATS[format_name].suffix
    damage = random.choice(DAMAGES)
    damaged = damage(source.data, suffix, random)
    document = Document(source.with_data(damaged.data), f"{report.key}{suffix}")

    def is_visible(key: Key, figure: Figure) -> bool:
        return key in source.value_spans and _is_visible_in_damage(figure, source, key, damaged)

    name = f"{number}/{damage.__name__}/{format_name}/{report.form}/{report.key}"
    reading = _Reading(lambda key: report.cells.get(key, _ABSENT_CELL), is_visible)
    return _read_mutant(name, document, reading)


def _is_visible_in_damage(figure: Figure, source: LocatedDocument, key: Key, damaged: DamagedBytes) -> bool:
    """Return whether the cell was damaged and the figure is what a reader of the damaged page sees in it."""
    start, end = source.cell_span(key)
    if not damaged.is_damaged(start, end):
        return False
    raw = remove_whitespace(figure.raw)
    inside, around = (
        remove_whitespace(
            _TAG_PATTERN.sub(
                "",
                damaged.data[damaged.new_offset(first) : damaged.new_offset(last)].decode("utf-8", "ignore"),
            )
        )
        for first, last in (source.value_spans[key], (start, end))
    )
    return raw in (inside, around) or (bool(raw) and raw in around)


def _read_redrawn(number: int, format_name: str, random: Random) -> MutantResult:
    """Read a document with rows or cells changed, on the page and in the truth."""
    report = _choose_report(number % _REPORT_COUNT)
    redraw = random.choice(REDRAWS)
    redrawn = redraw(report, random)
    truth = redrawn.report
    renderer = FORMATS[format_name]

    def is_shifted(key: Key, figure: Figure) -> bool:
        is_padded = key[0] in _PADDED_TABLES.get(format_name, ())
        return is_padded and key in redrawn.shifted_cells and is_right(figure, redrawn.shifted_cells[key])

    def is_allowed(key: Key, figure: Figure) -> bool:
        other = redrawn.alternatives.get(key)
        return is_shifted(key, figure) or (other is not None and is_right(figure, other))

    name = f"{number}/{redraw.__name__}/{format_name}/{report.form}/{report.key}"
    document = Document(renderer.render(truth), f"{report.key}{renderer.suffix}")
    cells = truth.cells | redrawn.truths
    reading = _Reading(lambda key: cells.get(key, _ABSENT_CELL), is_allowed, redrawn.findings)
    return _read_mutant(name, document, reading)


def _read_relabelled(number: int, format_name: str, random: Random) -> MutantResult:
    """Read a page or a text whose encoding is named wrongly."""
    report, renderer = _choose_report(number % _REPORT_COUNT), FORMATS[format_name]
    plain = Document(renderer.render(report), f"{report.key}{renderer.suffix}")
    document, label = with_charset_labels(plain, random)
    name = f"{number}/{label}/{format_name}/{report.form}/{report.key}"
    return _read_mutant(name, document, _Reading(lambda key: report.cells.get(key, _ABSENT_CELL)))


@cache
def _seed_reports() -> tuple[tuple[str, bytes, dict[Key, Cell]], ...]:
    """Return the real reports with the figures read from them undamaged, which other tests check."""
    reports = []
    for path in sorted(SEEDS.glob("*.txt")):
        report = parse_document(Document(path.read_bytes(), path.name))
        cells = {
            figure.place: Cell(figure.raw, figure.state.value, figure.number) for figure in report.figures
        }
        reports.append((path.name, path.read_bytes(), cells))
    return tuple(reports)


def _read_damaged_seed(number: int, random: Random) -> MutantResult:
    """Read a real report with its bytes damaged."""
    name, data, cells = random.choice(_seed_reports())
    damage = random.choice(DAMAGES)
    damaged = damage(data, ".txt", random)
    around = [
        remove_whitespace(damaged.data[max(0, place - 6) : place + 10].decode("utf-8", "ignore"))
        for place in (damaged.new_offset(edit.start) for edit in damaged.edits)
    ]

    def is_near_damage(key: Key, figure: Figure) -> bool:
        return any(remove_whitespace(figure.raw) in text for text in around)

    document, reading = Document(damaged.data, name), _Reading(lambda key: cells.get(key, _ABSENT_CELL))
    outcome = _read_mutant(f"{number}/{damage.__name__}/{name}", document, reading)
    if outcome.wrong and len(outcome.wrong) <= len(damaged.edits):
        # Positions are unknown in a real file: each edit may explain one figure that reads as the text there.
        return _read_mutant(outcome.name, document, replace(reading, is_allowed=is_near_damage))
    return outcome


def _read_mutant(name: str, document: Document, expected: _Reading) -> MutantResult:
    began = time.process_time()
    try:
        report = parse_document(document)
    except ReportError:
        return MutantResult(name, is_refused=True, failure=_slowness(document, began))
    except Exception as error:  # any exception is a failure of the reader
        return MutantResult(name, failure=f"{type(error).__name__}: {error}"[:200])
    return MutantResult(
        name,
        (*_wrong_figures(report, expected), *_missing_findings(report, expected.findings)),
        failure=_slowness(document, began),
    )


def _slowness(document: Document, began: float) -> str:
    seconds = time.process_time() - began
    limit = _MAX_PDF_SECONDS if document.name.endswith(".pdf") else _MAX_SECONDS
    return f"{seconds:.1f} s" if seconds > limit else ""


def _missing_findings(report: Report, expected: Iterable[ExpectedFinding]) -> Iterator[str]:
    for finding in expected:
        if not is_found(finding, report.findings):
            yield f"no finding {finding.id} {finding.result} {finding.row}"


def _wrong_figures(report: Report, reading: _Reading) -> Iterator[str]:
    flagged = flagged_figures(report)
    figures = {figure.place: figure for figure in report.figures}
    for key in keys_of(report.form):
        figure = figures[key]
        expected = reading.truth(key)
        is_accepted = is_right(figure, expected) or reading.is_allowed(key, figure)
        if not is_accepted and key not in flagged:
            yield f"{figure.key}: {figure.state.value} {figure.raw!r}, not {expected.state} {expected.text!r}"


def summary(outcomes: list[MutantResult]) -> str:
    """Return the counts and the rate of wrong figures in one line."""
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    refused = sum(outcome.is_refused for outcome in outcomes)
    failed = sum(bool(outcome.failure) for outcome in outcomes)
    return (
        f"{len(outcomes)} mutants, {refused} refused, {len(wrong)} with an unflagged wrong figure "
        f"({len(wrong) / len(outcomes):.3%}), {failed} crashes or hangs"
    )
