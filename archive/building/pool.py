"""Reads groups one after the other, or many of them in two processes, in the same order of results."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path

from archive.building.groups import Group
from archive.building.reading import GroupRead, Parser, read_group

FEWEST = 24
"""Fewer groups than this are read sooner than two processes have started."""
PROCESSES = 2
_AT_ONCE = 8


def read_all(groups: Sequence[Group], folder: Path, parser: Parser) -> Iterator[GroupRead]:
    """Every group as read, in the order given.

    Spawned processes import the main module again: a script that builds must guard its entry point.
    """
    read = partial(read_group, folder=folder, parser=parser)
    if len(groups) < FEWEST:
        yield from map(read, groups)
        return
    # Spawned, since the command that builds may have threads, which a forked copy would not.
    context = get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_die_with_parent) as pool:
        yield from pool.map(read, groups, chunksize=_AT_ONCE)


def _die_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever: it ends itself."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
