"""Which modules are mutated and which tests have to notice it; the mutants that are always tried."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import DataRecord, load_data
from bench.mutants.operators import CodeMutant, mutate, mutation_points
from bench.mutants.trial import ROOT


class MutationTarget(DataRecord, frozen=True, kw_only=True):
    """One area: its modules, and the tests that cover them."""

    area: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


class ListedMutant(DataRecord, frozen=True, kw_only=True):
    """A change that was once noticed by no test: `old` stands in `path` exactly once, and becomes `new`."""

    path: str
    old: str
    new: str
    tests: tuple[str, ...]


class _TargetData(DataRecord, frozen=True, kw_only=True):
    """The content of `targets.toml`."""

    target: tuple[MutationTarget, ...]
    listed: tuple[ListedMutant, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant: the changed file with its new text, the change in words, and the tests to run."""

    path: str
    description: str
    text: str
    tests: tuple[str, ...]


def areas() -> tuple[MutationTarget, ...]:
    """The areas of `targets.toml`."""
    return _data().target


def listed_trials() -> Iterator[Trial]:
    """Yield the listed mutants; raises `ValueError` if the code that they change is no longer there."""
    for mutant in _data().listed:
        text = (ROOT / mutant.path).read_text(encoding="utf-8")
        if text.count(mutant.old) != 1:
            raise ValueError(f"{mutant.path} does not have exactly one {mutant.old!r}")
        description = f"{mutant.old.strip()!r} → {mutant.new.strip()!r}"
        yield Trial(mutant.path, description, text.replace(mutant.old, mutant.new), mutant.tests)


def sampled_trials(names: Sequence[str], count: int, seed: int) -> list[Trial]:
    """Draw `count` mutants of the named areas, all areas if none is named; the same for the same seed."""
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for area in areas() for path in area.modules}
    places = [
        (path, point, area.tests)
        for area in areas()
        if not names or area.area in names
        for path in area.modules
        for point in mutation_points(sources[path])
    ]
    drawn = random.Random(seed).sample(places, min(count, len(places)))
    return [_trial(path, mutate(sources[path], point), tests) for path, point, tests in drawn]


def _trial(path: str, mutant: CodeMutant, tests: tuple[str, ...]) -> Trial:
    return Trial(path, f"line {mutant.line}: {mutant.original} → {mutant.mutated}", mutant.source, tests)


def _data() -> _TargetData:
    return load_data(__package__, "targets.toml", _TargetData)
