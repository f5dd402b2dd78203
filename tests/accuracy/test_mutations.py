"""Mutated documents: no crash, no hang, no wrong figure unflagged; `make gates` reads many more."""

from __future__ import annotations

from random import Random

import pytest

from samples.reports.cell_styles import PrintedCell
from tests.accuracy.damage import DAMAGES, ByteEdit, DamagedBytes
from tests.accuracy.measure import report_pool
from tests.accuracy.mutants import MutantResult, read_mutants, summary
from tests.accuracy.places import locate_values

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
