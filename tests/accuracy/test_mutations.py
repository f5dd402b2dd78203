"""Mutated documents: no crash, no hang, no wrong figure unflagged; `make gates` reads many more."""

from __future__ import annotations

from random import Random

import pytest

from archive.model import Document
from archive.parse import parse_document
from samples.renderers.formats import FORMATS
from samples.reports.cell_styles import PrintedCell
from tests.accuracy.charset_labels import with_charset_labels
from tests.accuracy.damage import DAMAGES, ByteEdit, DamagedBytes
from tests.accuracy.measure import flagged_figures, is_right, report_pool
from tests.accuracy.mutants import LABELLED_FORMATS, MutantResult, read_mutants, summary
from tests.accuracy.mutation_data import NO_ANSWER, Redraw
from tests.accuracy.places import locate_values
from tests.accuracy.redraws import REDRAWS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MUTANT_COUNT, PDF_COUNT = 200, 8


@pytest.fixture(scope="module")
def outcomes() -> list[MutantResult]:
    return list(read_mutants(MUTANT_COUNT, PDF_COUNT))


def test_nothing_crashes_or_hangs(outcomes: list[MutantResult]) -> None:
    assert {outcome.name: outcome.failure for outcome in outcomes if outcome.failure} == {}


def test_no_wrong_figure_in_a_mutant_is_unflagged(
    outcomes: list[MutantResult], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\nmutations: {summary(outcomes)}", end="")
    assert {outcome.name: outcome.wrong for outcome in outcomes if outcome.wrong} == {}


def test_most_mutants_are_still_read(outcomes: list[MutantResult]) -> None:
    """Fewer than a quarter of the mutants are refused: refusing everything would pass the other tests."""
    assert sum(outcome.is_refused for outcome in outcomes) < len(outcomes) / 4


@pytest.mark.parametrize("name", ["html_word", "markdown", "tabs", "docx"])
def test_spans_locate_the_values(name: str) -> None:
    report = report_pool()[0]
    source = locate_values(report, name)
    assert set(source.value_spans) == set(report.cells)
    cells: dict[tuple[str, str, str], PrintedCell] = report.cells
    assert all(
        source.data[start:end].decode() == cells[key].text for key, (start, end) in source.value_spans.items()
    )


def test_an_offset_moves_with_the_damage_before_it() -> None:
    damaged = DamagedBytes(b"abXfg", (ByteEdit(2, 3, b"X"),))
    assert [damaged.new_offset(at) for at in (0, 2, 5, 6)] == [0, 2, 3, 4]
    assert damaged.is_damaged(4, 6)
    assert not damaged.is_damaged(6, 7)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_changes_the_bytes(damage) -> None:  # type: ignore[no-untyped-def]
    source = locate_values(report_pool()[1], "html_word")
    assert damage(source.data, ".html", Random(1)).data != source.data


@pytest.mark.parametrize("redraw", REDRAWS)
def test_a_redraw_changes_the_page(redraw: Redraw) -> None:
    """Not each: an exchange of equal values changes nothing."""
    pages = [
        (FORMATS["html_plain"].render(report), FORMATS["html_plain"].render(redrawn.report))
        for report in report_pool()[:12]
        for redrawn in [redraw(report, Random(report.key))]
    ]
    assert sum(before != after for before, after in pages) >= len(pages) / 4


@pytest.mark.parametrize(
    "redraw", [redraw for redraw in REDRAWS if redraw.__name__.startswith(("exchange_", "print_unit_"))]
)
def test_html_pages_with_other_columns_and_units_are_read_and_not_only_flagged(redraw: Redraw) -> None:
    """What a page says plainly is read: headers that moved with their numbers, units wherever they are."""
    report = report_pool()[2]
    redrawn = redraw(report, Random(report.key))
    read = parse_document(Document(FORMATS["html_plain"].render(redrawn.report), "report.html"))
    cells = redrawn.report.cells | redrawn.truths
    figures = {figure.place: figure for figure in read.figures}
    wrong = {key for key, cell in cells.items() if not is_right(figures[key], cell)}
    assert wrong <= set(redrawn.truths) & flagged_figures(read)


def test_a_cell_that_no_number_answers_is_never_right() -> None:
    report = parse_document(Document(FORMATS["html_plain"].render(report_pool()[0]), "report.html"))
    assert not any(is_right(figure, NO_ANSWER) for figure in report.figures)


@pytest.mark.parametrize("name", LABELLED_FORMATS)
def test_a_page_is_read_whatever_its_encoding_is_called(name: str) -> None:
    report = report_pool()[3]
    plain = Document(FORMATS[name].render(report), f"report{FORMATS[name].suffix}")
    for seed in range(12):
        document, label = with_charset_labels(plain, Random(seed))
        figures = parse_document(document).figures
        wrong = [
            figure.key
            for figure in figures
            if (cell := report.cells.get(figure.place)) and not is_right(figure, cell)
        ]
        assert wrong == [], label
