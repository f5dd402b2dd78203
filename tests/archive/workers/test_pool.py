from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from archive.workers.child import DocumentCallback
from archive.workers.pool import MAX_BUFFERED_RESULT_BYTES, MAX_JOBS_PER_WORKER, WorkerPool

pytestmark = pytest.mark.slow

LARGE_BYTES = 4 * 1024**2


def burn_cpu(word: str) -> None:
    while True:
        hash(word)


def raise_error(word: str) -> None:
    raise ZeroDivisionError(word)


ACTIONS: dict[str, Callable[[str], object]] = {
    "sleep": lambda word: time.sleep(60),
    "burn": burn_cpu,
    "swell": lambda word: bytearray(8 * 1024**3),
    "die": lambda word: os.kill(os.getpid(), signal.SIGKILL),
    "err": raise_error,
}


def run_words(job: list[str], spent: Mapping[str, str], begin: DocumentCallback) -> list[str]:
    """Each word does what it says; those that cost too much answer with the reason."""
    answers = []
    for word in job:
        if word not in spent:
            begin(word)
            ACTIONS.get(word, str)(word)
        answers.append(spent.get(word, word))
    return answers


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_answers_come_in_the_order_of_the_jobs(method: str) -> None:
    jobs = [[str(number)] for number in range(40)]
    assert list(WorkerPool(run_words, 2, method).results(jobs)) == jobs


@pytest.mark.parametrize(
    ("word", "reason"), [("sleep", "超过 1 秒"), ("burn", "已停止|中止"), ("swell", "内存"), ("die", "中止")]
)
def test_a_bomb_costs_one_document_and_nothing_else(word: str, reason: str) -> None:
    jobs = [["a"], ["b", word, "c"], ["d"]]
    first, second, third = WorkerPool(
        run_words, 2, "fork", timeout_seconds=1.0, memory_limit_bytes=10**9
    ).results(jobs)
    assert (first, third) == (["a"], ["d"])
    assert second[0::2] == ["b", "c"]
    assert any(part in second[1] for part in reason.split("|"))


def test_two_bombs_in_one_job_cost_two() -> None:
    (answer,) = WorkerPool(run_words, 1, "fork", timeout_seconds=1.0).results([["die", "a", "sleep"]])
    assert [answer[1], "中止" in answer[0], "秒" in answer[2]] == ["a", True, True]


def test_an_error_in_the_work_itself_is_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="err"):
        list(WorkerPool(run_words, 1, "fork").results([["err"]]))


def test_no_jobs_no_processes() -> None:
    assert list(WorkerPool(run_words).results([])) == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_jobs_that_were_handed_ahead_to_a_lost_worker_are_done_by_another(method: str) -> None:
    jobs = [[str(number), "die"] if number % 5 == 2 else [str(number)] for number in range(20)]
    answers = list(WorkerPool(run_words, 2, method).results(jobs))
    assert [answer[0] for answer in answers] == [str(number) for number in range(20)]
    assert [number for number, answer in enumerate(answers) if "中止" in answer[-1]] == [2, 7, 12, 17]


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Iterator[list[str]]:
        for number in range(500):
            taken.append(number)
            yield [str(number)]

    answers = WorkerPool(run_words, 2, "fork").results(jobs())
    assert next(answers) == ["0"]
    assert len(taken) < 100
    assert len(list(answers)) == 499


def answer_large(job: Path, spent: Mapping[str, str], begin: DocumentCallback) -> bytes:
    """The first job naps; every other notes that it is done and gives a large answer."""
    begin(str(job))
    if job.name == "nap":
        time.sleep(1.5)
    else:
        with job.open("ab") as stream:
            stream.write(b".")
    return bytes(LARGE_BYTES)


def test_answers_that_wait_for_an_earlier_one_do_not_fill_the_memory(tmp_path: Path) -> None:
    done = tmp_path / "done"
    answers = WorkerPool(answer_large, 2, "fork").results([tmp_path / "nap", *([done] * 60)])
    next(answers)
    # What two workers had been handed when the limit was reached may still come in.
    assert (
        MAX_BUFFERED_RESULT_BYTES
        <= len(done.read_bytes()) * LARGE_BYTES
        <= MAX_BUFFERED_RESULT_BYTES + 2 * MAX_JOBS_PER_WORKER * LARGE_BYTES
    )
    assert sum(1 for _ in answers) == 60


def test_a_job_larger_than_the_pipe_is_handed_over() -> None:
    jobs = [["x" * 3_000_000], ["a"], ["y" * 3_000_000], ["b"]] * 3
    assert list(WorkerPool(run_words, 2, "fork").results(jobs)) == jobs


def test_a_slow_reader_of_the_answers_costs_no_job() -> None:
    """The time of a job is not counted while nobody listened."""
    answers = []
    for answer in WorkerPool(run_words, 2, "fork", timeout_seconds=0.4).results(
        [[str(n)] for n in range(12)]
    ):
        time.sleep(0.1)
        answers.append(answer)
    assert answers == [[str(n)] for n in range(12)]
