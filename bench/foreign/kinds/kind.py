"""What a kind of document is: the tools it needs, what it can show and how it is produced."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.foreign.kinds.tools import find_program
from bench.foreign.report import DraftReport


@dataclass(frozen=True)
class Job:
    """One report that waits to be printed; ``stem`` names its files in the folder."""

    report: DraftReport
    stem: str
    folder: Path


Produce = Callable[[Sequence[Job]], list[bytes]]


@dataclass(frozen=True)
class Kind:
    """One kind. ``offers`` are the abilities that shapes may need."""

    name: str
    suffix: str
    produce: Produce
    offers: frozenset[str] = frozenset()
    tools: tuple[str, ...] = ()
    is_flat: bool = False
    is_trap: bool = False

    def find_missing_tools(self) -> list[str]:
        """The tools that are not installed here."""
        return [tool for tool in self.tools if find_program(tool) is None]


def offer(text: str) -> frozenset[str]:
    """Abilities from words."""
    return frozenset(text.split())


def write_files(jobs: Sequence[Job], suffix: str, write: Callable[[Job], bytes]) -> list[Path]:
    """The files of all jobs, written into their folder."""
    paths = []
    for job in jobs:
        path = job.folder / f"{job.stem}{suffix}"
        path.write_bytes(write(job))
        paths.append(path)
    return paths


def read_files(paths: Sequence[Path]) -> list[bytes]:
    """The bytes of files."""
    return [path.read_bytes() for path in paths]
