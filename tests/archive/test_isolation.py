from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping

import pytest

from archive.isolation import Begin, Workers


def burn(word: str) -> None:
    while True:
        hash(word)


def err(word: str) -> None:
    raise ZeroDivisionError(word)


DOES: dict[str, Callable[[str], object]] = {
    "sleep": lambda word: time.sleep(60),
    "burn": burn,
    "swell": lambda word: bytearray(8 * 1024**3),
    "die": lambda word: os.kill(os.getpid(), signal.SIGKILL),
    "err": err,
}


def work(job: list[str], spent: Mapping[str, str], begin: Begin) -> list[str]:
    """Each word does what it says; those that cost too much answer with the reason."""
    answers = []
    for word in job:
        if word not in spent:
            begin(word)
            DOES.get(word, str)(word)
        answers.append(spent.get(word, word))
    return answers


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_answers_come_in_the_order_of_the_jobs(method: str) -> None:
    jobs = [[str(number)] for number in range(40)]
    assert list(Workers(work, 2, method).answers(jobs)) == jobs


@pytest.mark.parametrize(
    ("word", "reason"), [("sleep", "超过 1 秒"), ("burn", "已停止|中止"), ("swell", "内存"), ("die", "中止")]
)
def test_a_bomb_costs_one_document_and_nothing_else(word: str, reason: str) -> None:
    jobs = [["a"], ["b", word, "c"], ["d"]]
    first, second, third = Workers(work, 2, "fork", seconds=1.0, memory=10**9).answers(jobs)
    assert (first, third) == (["a"], ["d"])
    assert second[0::2] == ["b", "c"]
    assert any(part in second[1] for part in reason.split("|"))


def test_two_bombs_in_one_job_cost_two() -> None:
    (answer,) = Workers(work, 1, "fork", seconds=1.0).answers([["die", "a", "sleep"]])
    assert [answer[1], "中止" in answer[0], "秒" in answer[2]] == ["a", True, True]


def test_an_error_in_the_work_itself_is_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="err"):
        list(Workers(work, 1, "fork").answers([["err"]]))


def test_no_jobs_no_processes() -> None:
    assert list(Workers(work).answers([])) == []
