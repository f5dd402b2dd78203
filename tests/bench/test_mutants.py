"""The mutants of the bench: what is changed, one change at a time, and that the listed ones still apply."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.mutants.operators import CodeMutant, mutate, mutation_points
from bench.mutants.targets import areas, listed_trials, sampled_trials
from bench.mutants.trial import ROOT, RepositoryCopy

SOURCE = '''"""A module."""
MAX_BYTES = 64 * 1024
IS_ON = True


def write(stream, data):
    """Write."""
    if data and stream < 3:
        stream.sync()
    return data + 1
'''
CHANGES = {
    ("MAX_BYTES = 64 * 1024", "MAX_BYTES = 64 * 1024 * 1000"),
    ("64 * 1024", "64 // 1024"),
    ("IS_ON = True", "IS_ON = False"),
    ("if data and stream < 3:", "if False:"),
    ("data and stream < 3", "data or stream < 3"),
    ("stream < 3", "stream <= 3"),
    ("return data + 1", "return (data + 1) * 1000"),
    ("data + 1", "data - 1"),
}


def code_mutants(source: str) -> list[CodeMutant]:
    return [mutate(source, point) for point in mutation_points(source)]


def test_each_mutant_is_one_change_of_code_that_still_compiles() -> None:
    mutants = code_mutants(SOURCE)
    assert {(mutant.original, mutant.mutated) for mutant in mutants} == CHANGES
    unchanged = ast.unparse(ast.parse(SOURCE)).splitlines()
    for mutant in mutants:
        lines = mutant.source.splitlines()
        assert sum(before != after for before, after in zip(unchanged, lines, strict=True)) == 1
        compile(mutant.source, "mutant", "exec")


def test_a_call_without_a_result_is_removed() -> None:
    (mutant,) = code_mutants("def close(self):\n    self.sync()\n    return self\n")
    assert "pass" in mutant.source
    assert "sync" not in mutant.source


def test_the_same_seed_draws_the_same_mutants_of_all_areas() -> None:
    first = sampled_trials([], 20, seed=1)
    assert first == sampled_trials([], 20, seed=1)
    assert first != sampled_trials([], 20, seed=2)
    assert {trial.path for trial in sampled_trials(["guard"], 5, seed=1)} <= set(areas()[0].modules)


def test_every_test_and_module_of_the_targets_exists_and_every_listed_mutant_applies() -> None:
    trials = list(listed_trials())
    assert len(trials) > 20
    selections = [*(target.tests for target in areas()), *(trial.tests for trial in trials)]
    paths = {path for tests in selections for path in tests if path.startswith("tests/")}
    paths |= {path for target in areas() for path in target.modules}
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize(("text", "is_noticed"), [("VALUE = 1\n", False), ("VALUE = 2\n", True)])
def test_a_mutant_is_noticed_by_a_failing_test_and_undone(
    tmp_path: Path, text: str, is_noticed: bool
) -> None:
    (tmp_path / "own_code.py").write_text("VALUE = 1\n", encoding="utf-8")
    (tmp_path / "test_own_code.py").write_text(
        "from own_code import VALUE\ndef test_value():\n    assert VALUE == 1\n", encoding="utf-8"
    )
    copy = RepositoryCopy(tmp_path)
    assert copy.is_noticed("own_code.py", text, ["test_own_code.py"], 60) is is_noticed
    assert (tmp_path / "own_code.py").read_text(encoding="utf-8") == "VALUE = 1\n"
