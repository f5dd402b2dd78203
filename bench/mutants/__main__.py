"""`python -m bench.mutants [--listed] [--count N] [--seed N] [--minutes N] [AREA…]`: prints the survivors.

A survivor is a change of the code that no test of its area notices. The exit code is 1 if there are any, 2 if
the tests of an area fail without any change.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable

from bench.mutants.targets import Trial, areas, listed_trials, sampled_trials
from bench.mutants.trial import RepositoryCopy, repository_copy

_TEST_SECONDS = 240.0
"""Time for the tests of one mutant; one that makes them hang is noticed."""


def failing_areas(copy: RepositoryCopy, trials: Iterable[Trial]) -> list[str]:
    """Return the sets of tests that fail without a mutant: they would notice everything."""
    selections = dict.fromkeys(trial.tests for trial in trials)
    return [" ".join(tests) for tests in selections if not copy.passes(tests, _TEST_SECONDS)]


def count_survivors(copy: RepositoryCopy, trials: list[Trial], minutes: float) -> int:
    """Try each mutant until the time is over; print the survivors as they are found, and a summary."""
    deadline = time.monotonic() + minutes * 60
    tried = survived = 0
    for trial in trials:
        if time.monotonic() > deadline:
            print(f"stopped after {minutes:g} minutes: {len(trials) - tried} mutants not tried", flush=True)
            break
        tried += 1
        if not copy.is_noticed(trial.path, trial.text, trial.tests, _TEST_SECONDS):
            survived += 1
            print(f"survived: {trial.path}: {trial.description}", flush=True)
    print(f"{tried} mutants tried, {survived} survived", flush=True)
    return survived


def main(arguments: list[str]) -> int:
    """Try the mutants; print the survivors and their share."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("areas", nargs="*", help=f"areas ({', '.join(area.area for area in areas())})")
    parser.add_argument("--listed", action="store_true", help="only the mutants of targets.toml")
    parser.add_argument("--count", type=int, default=40, help="how many mutants are drawn (default: 40)")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn (default: 1)")
    parser.add_argument("--minutes", type=float, default=30, help="when to stop (default: 30)")
    options = parser.parse_args(arguments)
    drawn = sampled_trials(options.areas, options.count, options.seed)
    trials = list(listed_trials()) if options.listed else drawn
    with repository_copy() as copy:
        failing = failing_areas(copy, trials)
        if failing:
            print("\n".join(f"tests fail without a mutant: {tests}" for tests in failing), file=sys.stderr)
            return 2
        return 1 if count_survivors(copy, trials, options.minutes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
