from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from archive.workers.child import Begin
from archive.workers.pool import AHEAD, KEPT_BYTES, Workers

LARGE = 4 * 1024**2


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


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_jobs_that_were_handed_ahead_to_a_lost_worker_are_done_by_another(method: str) -> None:
    jobs = [[str(number), "die"] if number % 5 == 2 else [str(number)] for number in range(20)]
    answers = list(Workers(work, 2, method).answers(jobs))
    assert [answer[0] for answer in answers] == [str(number) for number in range(20)]
    assert [number for number, answer in enumerate(answers) if "中止" in answer[-1]] == [2, 7, 12, 17]


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Iterator[list[str]]:
        for number in range(500):
            taken.append(number)
            yield [str(number)]

    answers = Workers(work, 2, "fork").answers(jobs())
    assert next(answers) == ["0"]
    assert len(taken) < 100
    assert len(list(answers)) == 499


def swelling(job: Path, spent: Mapping[str, str], begin: Begin) -> bytes:
    """The first job naps; every other notes that it is done and gives a large answer."""
    begin(str(job))
    if job.name == "nap":
        time.sleep(1.5)
    else:
        with job.open("ab") as stream:
            stream.write(b".")
    return bytes(LARGE)


def test_answers_that_wait_for_an_earlier_one_do_not_fill_the_memory(tmp_path: Path) -> None:
    done = tmp_path / "done"
    answers = Workers(swelling, 2, "fork").answers([tmp_path / "nap", *([done] * 60)])
    next(answers)
    # What two workers had been handed when the limit was reached may still come in.
    assert KEPT_BYTES <= len(done.read_bytes()) * LARGE <= KEPT_BYTES + 2 * AHEAD * LARGE
    assert sum(1 for _ in answers) == 60


def test_a_job_larger_than_the_pipe_is_handed_over() -> None:
    jobs = [["x" * 3_000_000], ["a"], ["y" * 3_000_000], ["b"]] * 3
    assert list(Workers(work, 2, "fork").answers(jobs)) == jobs


def test_a_slow_reader_of_the_answers_costs_no_job() -> None:
    """The time of a job is not counted while nobody listened."""
    answers = []
    for answer in Workers(work, 2, "fork", seconds=0.4).answers([[str(n)] for n in range(12)]):
        time.sleep(0.1)
        answers.append(answer)
    assert answers == [[str(n)] for n in range(12)]
