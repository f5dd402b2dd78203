from __future__ import annotations

import os
from functools import partial

import pytest

from archive.workers.parallel import run_tasks

pytestmark = pytest.mark.slow


def number_and_pid(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize(("processes", "own"), [(1, True), (2, False)])
def test_results_are_in_the_order_of_the_tasks(processes: int, own: bool) -> None:
    results = list(
        run_tasks([partial(number_and_pid, number) for number in range(30)], processes, tuple[int, int])
    )
    assert [number for number, _ in results] == list(range(30))
    assert all((process == os.getpid()) is own for _, process in results)


def test_a_single_task_runs_in_this_process() -> None:
    assert list(run_tasks([os.getpid], 2, int)) == [os.getpid()]


def test_an_error_of_a_task_is_raised_in_this_process() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(run_tasks([partial(int, "a"), partial(int, "b")], 2, int))
