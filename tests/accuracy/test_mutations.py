"""Mutated documents: no crash, no hang, and hardly ever a wrong figure without a doubt."""

from __future__ import annotations

from random import Random

import pytest

from samples.reports.cell_styles import Printed
from tests.accuracy.damage import DAMAGES, Damaged, Stroke
from tests.accuracy.measure import pool
from tests.accuracy.mutants import Outcome, mutants, summary
from tests.accuracy.places import printed

pytestmark = pytest.mark.timeout(300)

MUTANTS, PDFS, MOST_WRONG = 1_000, 50, 1


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return list(mutants(MUTANTS, PDFS))


def test_nothing_crashes_or_hangs(outcomes: list[Outcome]) -> None:
    assert {one.name: one.fault for one in outcomes if one.fault} == {}


def test_hardly_any_figure_is_wrong_without_a_doubt(
    outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\nmutations: {summary(outcomes)}", end="")
    wrong = {one.name: one.wrong for one in outcomes if one.wrong}
    assert len(wrong) <= MOST_WRONG, wrong


def test_most_mutants_are_still_read(outcomes: list[Outcome]) -> None:
    """A reader that refuses whatever is damaged would pass everything else."""
    assert sum(one.refused for one in outcomes) < len(outcomes) / 4


@pytest.mark.parametrize("name", ["html_word", "markdown", "tabs", "docx"])
def test_places_are_where_the_values_stand(name: str) -> None:
    report = pool()[0]
    source = printed(report, name)
    assert set(source.places) == set(report.cells)
    found: dict[tuple[str, str, str], Printed] = report.cells
    assert all(
        source.data[start:end].decode() == found[key].text for key, (start, end) in source.places.items()
    )


def test_a_place_moves_with_the_damage_before_it() -> None:
    damaged = Damaged(b"abXfg", (Stroke(2, 3, b"X"),))
    assert [damaged.place(at) for at in (0, 2, 5, 6)] == [0, 2, 3, 4]
    assert damaged.struck(4, 6)
    assert not damaged.struck(6, 7)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_changes_the_bytes(damage) -> None:  # type: ignore[no-untyped-def]
    source = printed(pool()[1], "html_word")
    assert damage(source.data, ".html", Random(1)).data != source.data
