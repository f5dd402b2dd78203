from __future__ import annotations

import os
from functools import partial

import pytest

from archive.workers.parallel import run_tasks

pytestmark = pytest.mark.slow


def number_and_pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize(("processes", "own"), [(1, True), (2, False)])
def test_answers_come_in_the_order_of_the_tasks(processes: int, own: bool) -> None:
    answers = list(run_tasks([partial(number_and_pid, number) for number in range(30)], processes))
    assert [number for number, _ in answers] == list(range(30))
    assert all((process == os.getpid()) is own for _, process in answers)


def test_one_task_is_done_here() -> None:
    assert list(run_tasks([os.getpid], 2)) == [os.getpid()]


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(run_tasks([partial(int, "a"), partial(int, "b")], 2))
