"""Reads groups in child processes, in the order given; a document that costs too much costs only itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from archive.building.groups import Group
from archive.building.reading import GroupRead, Parser, read_group
from archive.isolation import Workers

FEWEST = 24
"""Fewer groups than this are read sooner than two processes have started."""
PROCESSES = 2


def read_all(groups: Sequence[Group], folder: Path, parser: Parser) -> Iterator[GroupRead]:
    """Every group as read, in the order given.

    Few groups go to one forked process, which is there at once; many to spawned ones, since a command that
    builds for long has threads, which a forked copy would not have.
    """
    if not groups:
        return
    few = len(groups) < FEWEST
    work = partial(read_group, folder=folder, parser=parser)
    workers = Workers(work, 1 if few else PROCESSES, "fork" if few else "spawn")
    yield from workers.answers(groups)
