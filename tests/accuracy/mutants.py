"""Mutated documents, and what reading may make of them.

The unmutated value, the number that now stands in the cell, or a doubt: anything else is a wrong figure.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from archive.forms import figures as keys_of
from archive.model import Document, Figure, Report, ReportError
from archive.parse import parse
from archive.text.normalise import compact
from samples.renderers.formats import FORMATS
from samples.reports.cell_styles import Printed as Cell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from tests.accuracy.damage import DAMAGES, Damaged
from tests.accuracy.measure import flagged, is_right, pool
from tests.accuracy.places import PLACELESS, Printed, printed
from tests.accuracy.redraws import REDRAWS
from tests.support.shared import SEEDS

_TAGS = re.compile(r"<[^<>]*>?|&nbsp;|&#160;")
_ABSENT = Cell("", "absent")
# How many reports stand for all; each is printed once in every format.
_REPORTS = 24
# A cell lost in these tables leaves an empty one at the end of the row, and the page says so: grids that are
# always square, and text with pipes where a row has as many cells as the table has columns.
_FILLED = dict.fromkeys(("markdown", "xlsx"), ("disclosure", "requests", "challenges")) | dict.fromkeys(
    ("text_rows", "text_cells", "text_opened_cells", "text_mixed"), ("disclosure", "challenges")
)
_SECONDS, _PDF_SECONDS = 2.0, 10.0


@dataclass(frozen=True)
class Outcome:
    """One mutant: `wrong` are figures that are neither right nor doubted; `fault` a crash or a hang."""

    name: str
    wrong: tuple[str, ...] = ()
    fault: str = ""
    refused: bool = False


Allowed = Callable[[Key, Figure], bool]


def mutants(count: int, pdfs: int) -> Iterator[Outcome]:
    """`count` mutants, the same every time; the last `pdfs` of them are PDFs."""
    names = [name for name in FORMATS if not name.startswith("pdf")]
    # What stands in a cell after damage can be told only where its bytes are text.
    placed = [name for name in names if name not in PLACELESS]
    for number in range(count - pdfs):
        random = Random(f"mutant/{number}")
        turn = number % 10
        if turn == 9 and SEEDS.is_dir():
            yield _seed(number, random)
        elif turn < 5:
            yield _damaged(number, random.choice(placed), random)
        else:
            yield _redrawn(number, random.choice(names), random)
    for number in range(pdfs):
        yield _damaged(number, "pdf", Random(f"pdf mutant/{number}"))


def _report(number: int) -> SampleReport:
    reports = pool()
    return reports[number * 7 % len(reports)]


@cache
def _printed(number: int, format_name: str) -> Printed:
    return printed(_report(number), format_name)


def _damaged(number: int, format_name: str, random: Random) -> Outcome:
    """A generated document with its bytes damaged."""
    chosen = number % (4 if format_name == "pdf" else _REPORTS)
    report, source = _report(chosen), _printed(chosen, format_name)
    suffix = FORMATS[format_name].suffix
    damage = random.choice(DAMAGES)
    damaged = damage(source.data, suffix, random)
    document = Document(source.with_data(damaged.data), f"{report.key}{suffix}")

    def literal(key: Key, figure: Figure) -> bool:
        return key in source.places and _stands_there(figure, source, key, damaged)

    name = f"{number}/{damage.__name__}/{format_name}/{report.form}/{report.key}"
    return _judged(name, document, lambda key: report.cells.get(key, _ABSENT), literal)


def _stands_there(figure: Figure, source: Printed, key: Key, damaged: Damaged) -> bool:
    """Whether the cell was struck, and what was read is what a reader of the damaged page sees in it."""
    start, end = source.cell(key)
    if not damaged.struck(start, end):
        return False
    raw = compact(figure.raw)
    inside, around = (
        compact(
            _TAGS.sub("", damaged.data[damaged.place(first) : damaged.place(last)].decode("utf-8", "ignore"))
        )
        for first, last in (source.places[key], (start, end))
    )
    return raw in (inside, around) or (bool(raw) and raw in around)


def _redrawn(number: int, format_name: str, random: Random) -> Outcome:
    """A document with rows or cells changed, on the page and in the truth."""
    report = _report(number % _REPORTS)
    redraw = random.choice(REDRAWS)
    redrawn = redraw(report, random)
    truth = redrawn.report
    one = FORMATS[format_name]

    def lost(key: Key, figure: Figure) -> bool:
        filled = key[0] in _FILLED.get(format_name, ())
        return filled and key in redrawn.moved and is_right(figure, redrawn.moved[key])

    name = f"{number}/{redraw.__name__}/{format_name}/{report.form}/{report.key}"
    document = Document(one.render(truth), f"{report.key}{one.suffix}")
    return _judged(name, document, lambda key: truth.cells.get(key, _ABSENT), lost)


@cache
def _seeds() -> tuple[tuple[str, bytes, dict[Key, Cell]], ...]:
    """The real reports, with what is read of them unmutated; other tests hold that against the founders."""
    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        report = parse(Document(path.read_bytes(), path.name))
        cells = {
            (one.table, one.row, one.column): Cell(one.raw, one.state.value, one.number)
            for one in report.figures
        }
        found.append((path.name, path.read_bytes(), cells))
    return tuple(found)


def _seed(number: int, random: Random) -> Outcome:
    """A real report with its bytes damaged."""
    name, data, cells = random.choice(_seeds())
    damage = random.choice(DAMAGES)
    damaged = damage(data, ".txt", random)
    around = [
        compact(damaged.data[max(0, place - 6) : place + 10].decode("utf-8", "ignore"))
        for place in (damaged.place(stroke.start) for stroke in damaged.strokes)
    ]

    def near(key: Key, figure: Figure) -> bool:
        return any(compact(figure.raw) in text for text in around)

    outcome = _judged(
        f"{number}/{damage.__name__}/{name}",
        Document(damaged.data, name),
        lambda key: cells.get(key, _ABSENT),
        lambda key, figure: False,
    )
    if outcome.wrong and len(outcome.wrong) <= len(damaged.strokes):
        # No place is known in a real file: each stroke may explain one figure that reads as the text there.
        return _judged(outcome.name, Document(damaged.data, name), lambda key: cells.get(key, _ABSENT), near)
    return outcome


def _judged(name: str, document: Document, truth: Callable[[Key], Cell], allowed: Allowed) -> Outcome:
    began = time.process_time()
    try:
        report = parse(document)
    except ReportError:
        return Outcome(name, refused=True, fault=_slow(document, began))
    except Exception as error:  # whatever it is, it is the finding of this test
        return Outcome(name, fault=f"{type(error).__name__}: {error}"[:200])
    return Outcome(name, tuple(_wrong(report, truth, allowed)), fault=_slow(document, began))


def _slow(document: Document, began: float) -> str:
    seconds = time.process_time() - began
    most = _PDF_SECONDS if document.name.endswith(".pdf") else _SECONDS
    return f"{seconds:.1f} s" if seconds > most else ""


def _wrong(report: Report, truth: Callable[[Key], Cell], allowed: Allowed) -> Iterator[str]:
    doubted = flagged(report)
    figures = {(one.table, one.row, one.column): one for one in report.figures}
    for key in keys_of(report.form):
        figure = figures[key]
        if not is_right(figure, truth(key)) and key not in doubted and not allowed(key, figure):
            right = truth(key)
            yield f"{figure.key}: {figure.state.value} {figure.raw!r}, not {right.state} {right.text!r}"


def summary(outcomes: list[Outcome]) -> str:
    """The rate, in one line."""
    wrong = [one for one in outcomes if one.wrong]
    refused = sum(one.refused for one in outcomes)
    return (
        f"{len(outcomes)} mutants, {refused} refused, {len(wrong)} with an unflagged wrong figure "
        f"({len(wrong) / len(outcomes):.3%}), {sum(bool(one.fault) for one in outcomes)} crashes or hangs"
    )
