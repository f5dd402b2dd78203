"""Tests of the generator that need no outside tool and no network."""

from decimal import Decimal

import pytest

from bench.foreign import available_kinds, documents
from bench.foreign.generate import draft_task, list_kinds
from bench.foreign.model import ALL_STATES, REPORTED
from bench.foreign.plan import plan_tasks
from bench.foreign.report import sample_truths
from bench.foreign.shapes import spell_number

TRUTHS = sample_truths(60, 1)


def test_same_seed_gives_same_documents() -> None:
    first = list(documents(TRUTHS, 5, ["html_plain", "html_pre"], 12))
    second = list(documents(TRUTHS, 5, ["html_plain", "html_pre"], 12))
    assert first == second
    assert first != list(documents(TRUTHS, 6, ["html_plain", "html_pre"], 12))


def test_every_figure_has_a_consistent_expectation() -> None:
    for task in plan_tasks(TRUTHS, 1, list_kinds())[::8]:
        draft = draft_task(task)
        assert set(draft.figures) == set(task.truth.figures)
        for key, figure in draft.figures.items():
            expected = figure.expected
            assert expected.state in expected.acceptable_states
            assert set(expected.acceptable_states) <= set(ALL_STATES)
            assert (expected.number is None) == (expected.state != REPORTED)
            if expected.number is not None:
                assert Decimal(expected.number) == Decimal(task.truth.figures[key])


def test_faithful_documents_are_not_deliberate() -> None:
    for document in documents(TRUTHS, 2, ["html_word"], 20):
        assert document.is_deliberate == (document.shape != "faithful")


def test_enough_kinds_and_documents() -> None:
    assert len(available_kinds()) >= 60
    assert len(plan_tasks(TRUTHS, 1, list_kinds())) >= 600


@pytest.mark.parametrize(
    ("number", "text"), [(0, "零"), (10, "十"), (15, "十五"), (110, "一百一十"), (1003, "一千零三")]
)
def test_spells_numbers(number: int, text: str) -> None:
    assert spell_number(number) == text
