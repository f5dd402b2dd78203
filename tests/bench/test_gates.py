"""`make gates`: each gate is a bench with floors, a budget and figures; floors fail, budgets do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import gates
from bench.floors import Floors, load_floors
from bench.measure import Measurement, Size
from tests.support.project import ROOT

SMALL = Size.from_name("small")


def fake_bench(share: float) -> SimpleNamespace:
    def run(size: Size) -> Iterator[Measurement]:
        yield Measurement(f"seed {size.seed}", share, "right", "all", 1.0, "share")

    return SimpleNamespace(run=run)


def run_gates(monkeypatch: pytest.MonkeyPatch, share: float, budget_seconds: int) -> list[str]:
    monkeypatch.setattr(gates, "import_module", lambda name: fake_bench(share))
    floors = Floors(least={"share": 0.9}, gate_seconds={"first": budget_seconds})
    return list(gates.run_gates(SMALL, floors, is_full=False))


def test_a_missed_floor_fails_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    (failure,) = run_gates(monkeypatch, share=0.5, budget_seconds=60)
    assert failure.startswith("gate first: under its floor: seed 1")


def test_an_exceeded_budget_is_reported_and_does_not_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_gates(monkeypatch, share=1.0, budget_seconds=-1) == []
    assert "over its budget of -1" in capsys.readouterr().out


def test_every_gate_is_a_bench_and_their_budgets_fit_into_twenty_two_minutes() -> None:
    budgets = load_floors().gate_seconds
    assert sum(budgets.values()) <= 22 * 60
    assert all((Path(ROOT) / "bench" / f"{name}.py").is_file() for name in budgets)
