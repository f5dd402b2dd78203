"""Runs our own tasks in parallel worker processes, with a time limit that they do not reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from archive.workers.child import DocumentCallback
from archive.workers.pool import WorkerPool

_TASK_TIMEOUT_SECONDS = 86_400.0
_BATCH_SIZE = 100
_Item = TypeVar("_Item")
_Output = TypeVar("_Output")


def run_tasks(tasks: Sequence[Callable[[], _Output]], processes: int, result_type: Any) -> Iterator[_Output]:
    """Return the results of `tasks` in their order; with fewer than two processes they run in this one.

    `result_type` is the type of each result, as for `WorkerPool`.
    """
    if min(processes, len(tasks)) < 2:
        return (task() for task in tasks)
    return WorkerPool(
        _run_task,
        processes,
        timeout_seconds=_TASK_TIMEOUT_SECONDS,
        max_jobs_per_worker=1,
        result_type=result_type,
        sandbox=None,
    ).results(tasks)


def in_batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Yield `items` in lists of up to 100: enough work for a process, little to wait for at the end."""
    iterator = iter(items)
    return iter(lambda: list(islice(iterator, _BATCH_SIZE)), [])


def _run_task(
    task: Callable[[], object], excluded_documents: Mapping[str, str], on_begin: DocumentCallback
) -> object:
    on_begin(str(task))
    return task()
