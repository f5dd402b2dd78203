"""Reads groups in child processes, in the order given; a document that costs too much costs only itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from archive.building.groups import Group
from archive.building.reading import GroupRead, Parser, read_group
from archive.isolation import PROCESSES, Workers

FEWEST = 12
"""Fewer groups than this are read sooner than two processes have warmed up."""


def read_all(
    groups: Sequence[Group], folder: Path, parser: Parser, processes: int = PROCESSES
) -> Iterator[GroupRead]:
    """Every group as read, in the order given."""
    work = partial(read_group, folder=folder, parser=parser)
    yield from Workers(work, 1 if len(groups) < FEWEST else processes).answers(groups)
