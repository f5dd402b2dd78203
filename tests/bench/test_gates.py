"""`make gates`: each gate is a bench with floors, a budget and figures; floors fail, budgets do not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import gates
from bench.benches import BENCHES
from bench.floors import Floors, load_floors
from bench.measure import Measurement, Size

SMALL = Size.from_name("small")


def run_gates(monkeypatch: pytest.MonkeyPatch, share: float, budget_seconds: int) -> list[str]:
    def measure(name: str, size: Size) -> Iterator[Measurement]:
        yield Measurement(f"{name} of seed {size.seed}", share, "right", "all", 1.0, "share")

    monkeypatch.setattr(gates, "run_bench", measure)
    floors = Floors(least={"share": 0.9}, gate_seconds={"first": budget_seconds})
    return list(gates.run_gates(SMALL, floors, is_full=False))


def test_a_missed_floor_fails_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    (failure,) = run_gates(monkeypatch, share=0.5, budget_seconds=60)
    assert failure.startswith("gate first: under its floor: first of seed 1")


def test_an_exceeded_budget_is_reported_and_does_not_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_gates(monkeypatch, share=1.0, budget_seconds=-1) == []
    assert "over its budget of -1" in capsys.readouterr().out


def test_every_gate_is_a_bench_and_their_budgets_fit_into_twenty_two_minutes() -> None:
    budgets = load_floors().gate_seconds
    assert sum(budgets.values()) <= 22 * 60
    assert budgets.keys() <= BENCHES.keys()
