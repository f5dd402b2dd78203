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
    """Run the action of each word; for words in `spent` return the reason they were stopped instead."""
    answers = []
    for word in job:
        if word not in spent:
            begin(word)
            ACTIONS.get(word, str)(word)
        answers.append(spent.get(word, word))
    return answers


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_results_are_in_the_order_of_the_jobs(method: str) -> None:
    jobs = [[str(number)] for number in range(40)]
    assert list(WorkerPool(run_words, 2, method).results(jobs)) == jobs


@pytest.mark.parametrize(
    ("word", "reason"), [("sleep", "超过 3 秒"), ("burn", "已停止|中止"), ("swell", "内存"), ("die", "中止")]
)
def test_a_document_that_exceeds_a_limit_loses_only_its_own_result(word: str, reason: str) -> None:
    jobs = [["a"], ["b", word, "c"], ["d"]]
    first, second, third = WorkerPool(
        run_words, 2, "fork", timeout_seconds=0.3, memory_limit_bytes=10**9
    ).results(jobs)
    assert (first, third) == (["a"], ["d"])
    assert second[0::2] == ["b", "c"]
    assert any(part in second[1] for part in reason.split("|"))


def sleep_two_seconds(job: str, spent: Mapping[str, str], begin: DocumentCallback) -> str:
    begin(job)
    time.sleep(2)
    return spent.get(job, job)


def test_a_document_that_waits_for_the_processor_is_not_stopped() -> None:
    """The limit is on processor time; only a worker that hangs ten times as long is lost."""
    assert list(WorkerPool(sleep_two_seconds, 1, "fork", timeout_seconds=0.5).results(["a"])) == ["a"]


def test_two_failing_documents_in_one_job_lose_only_their_own_results() -> None:
    (answer,) = WorkerPool(run_words, 1, "fork", timeout_seconds=0.3).results([["die", "a", "sleep"]])
    assert [answer[1], "中止" in answer[0], "秒" in answer[2]] == ["a", True, True]


def import_slowly(job: str, spent: Mapping[str, str], begin: DocumentCallback) -> str:
    time.sleep(0.5)
    begin(job)
    return job


def test_a_worker_that_starts_slowly_is_not_stopped() -> None:
    """The limit is for a document; before the first one a new process imports its modules."""
    assert list(WorkerPool(import_slowly, 1, "fork", timeout_seconds=0.2).results(["a"])) == ["a"]


def test_an_error_raised_by_the_work_is_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="err"):
        list(WorkerPool(run_words, 1, "fork").results([["err"]]))


def read_variable(job: str, spent: Mapping[str, str], begin: DocumentCallback) -> str:
    begin(job)
    return os.environ[job]


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_a_worker_has_the_variables_of_its_parent_when_it_starts(
    monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    for value in ("before", "after"):
        monkeypatch.setenv("GONGKAI_TEST_VARIABLE", value)
        assert list(WorkerPool(read_variable, 1, method).results(["GONGKAI_TEST_VARIABLE"])) == [value]


def test_without_jobs_there_are_no_results() -> None:
    assert list(WorkerPool(run_words).results([])) == []


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_jobs_queued_for_a_lost_worker_are_done_by_another(method: str) -> None:
    jobs = [[str(number), "die"] if number % 5 == 2 else [str(number)] for number in range(20)]
    answers = list(WorkerPool(run_words, 2, method).results(jobs))
    assert [answer[0] for answer in answers] == [str(number) for number in range(20)]
    assert [number for number, answer in enumerate(answers) if "中止" in answer[-1]] == [2, 7, 12, 17]


def test_jobs_are_consumed_lazily() -> None:
    consumed = []

    def jobs() -> Iterator[list[str]]:
        for number in range(500):
            consumed.append(number)
            yield [str(number)]

    answers = WorkerPool(run_words, 2, "fork").results(jobs())
    assert next(answers) == ["0"]
    assert len(consumed) < 100
    assert len(list(answers)) == 499


def answer_large(job: Path, spent: Mapping[str, str], begin: DocumentCallback) -> bytes:
    """Return a large result; the job named nap sleeps first, every other one appends to its file."""
    begin(str(job))
    if job.name == "nap":
        time.sleep(1.5)
    else:
        with job.open("ab") as stream:
            stream.write(b".")
    return bytes(LARGE_BYTES)


def test_results_that_wait_for_an_earlier_one_are_limited_in_memory(tmp_path: Path) -> None:
    done = tmp_path / "done"
    answers = WorkerPool(answer_large, 2, "fork", sandbox=None).results([tmp_path / "nap", *([done] * 60)])
    next(answers)
    # Jobs already queued for the two workers when the limit was reached may still finish.
    assert (
        MAX_BUFFERED_RESULT_BYTES
        <= len(done.read_bytes()) * LARGE_BYTES
        <= MAX_BUFFERED_RESULT_BYTES + 2 * MAX_JOBS_PER_WORKER * LARGE_BYTES
    )
    assert sum(1 for _ in answers) == 60


def test_a_job_larger_than_the_pipe_buffer_is_sent() -> None:
    jobs = [["x" * 3_000_000], ["a"], ["y" * 3_000_000], ["b"]] * 3
    assert list(WorkerPool(run_words, 2, "fork").results(jobs)) == jobs


def test_a_slow_consumer_of_the_results_loses_no_job() -> None:
    """The time limit of a job does not include the time in which the consumer is busy."""
    answers = []
    for answer in WorkerPool(run_words, 2, "fork", timeout_seconds=0.4).results(
        [[str(n)] for n in range(12)]
    ):
        time.sleep(0.1)
        answers.append(answer)
    assert answers == [[str(n)] for n in range(12)]
