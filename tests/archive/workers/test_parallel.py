from __future__ import annotations

import os
from functools import partial

import pytest

from archive.workers.parallel import shared_out


def where(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize(("processes", "own"), [(1, True), (2, False)])
def test_answers_come_in_the_order_of_the_tasks(processes: int, own: bool) -> None:
    answers = list(shared_out([partial(where, number) for number in range(30)], processes))
    assert [number for number, _ in answers] == list(range(30))
    assert all((process == os.getpid()) is own for _, process in answers)


def test_one_task_is_done_here() -> None:
    assert list(shared_out([os.getpid], 2)) == [os.getpid()]


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(shared_out([partial(int, "a"), partial(int, "b")], 2))
