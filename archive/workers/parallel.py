"""Our own work, shared out among processes: the same workers, without a limit that it could meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from archive.workers.child import DocumentCallback
from archive.workers.pool import WorkerPool

_TASK_TIMEOUT_SECONDS = 86_400.0
_BATCH_SIZE = 100
_Item = TypeVar("_Item")
_Output = TypeVar("_Output")


def run_tasks(tasks: Sequence[Callable[[], _Output]], processes: int) -> Iterator[_Output]:
    """What each task gives, in their order; whoever is free takes the next. One process is this one."""
    if min(processes, len(tasks)) < 2:
        return (task() for task in tasks)
    return WorkerPool(_run_task, processes, seconds=_TASK_TIMEOUT_SECONDS, max_jobs_per_worker=1).results(
        tasks
    )


def in_batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """So many at a time that a process has work for a while, and the last one little to wait for."""
    rest = iter(items)
    return iter(lambda: list(islice(rest, _BATCH_SIZE)), [])


def _run_task(task: Callable[[], object], spent: Mapping[str, str], begin: DocumentCallback) -> object:
    begin(str(task))
    return task()
