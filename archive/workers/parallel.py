"""Our own work, shared out among processes: the same workers, without a limit that it could meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from archive.workers.child import Begin
from archive.workers.pool import Workers

_DAY = 86_400.0
_TOGETHER = 100
_One = TypeVar("_One")
_Answer = TypeVar("_Answer")


def shared_out(tasks: Sequence[Callable[[], _Answer]], processes: int) -> Iterator[_Answer]:
    """What each task gives, in their order; whoever is free takes the next. One process is this one."""
    if min(processes, len(tasks)) < 2:
        return (task() for task in tasks)
    return Workers(_do, processes, seconds=_DAY, ahead=1).answers(tasks)


def in_parts(things: Iterable[_One]) -> Iterator[list[_One]]:
    """So many at a time that a process has work for a while, and the last one little to wait for."""
    rest = iter(things)
    return iter(lambda: list(islice(rest, _TOGETHER)), [])


def _do(task: Callable[[], object], spent: Mapping[str, str], begin: Begin) -> object:
    begin(str(task))
    return task()
