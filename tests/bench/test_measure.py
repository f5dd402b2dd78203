"""Arithmetic of the bench: ratios, floors, sizes and alternation. Nothing is measured here."""

from __future__ import annotations

import inspect
import re
from importlib import import_module

import pytest

from bench.__main__ import floor_failures, format_measurement
from bench.benches import BENCHES, run_bench
from bench.floors import load_floors
from bench.measure import Measurement, Size, measure_alternately

FAST = Measurement("crawl", 90.0, "pages/s", "bare", 100.0, floor="crawl")
SLOW = Measurement("crawl", 30.0, "pages/s", "bare", 100.0, floor="crawl")
ALONE = Measurement("build", 30.0, "reports/s")


def test_a_ratio_below_its_floor_is_reported() -> None:
    assert list(floor_failures([FAST, ALONE], {"crawl": 0.45})) == []
    assert "ratio 0.30, floor 0.45" in next(floor_failures([FAST, SLOW], {"crawl": 0.45}))


def test_a_missing_floor_is_an_error() -> None:
    with pytest.raises(KeyError):
        list(floor_failures([FAST], {}))


def test_every_floor_is_used_by_a_bench() -> None:
    sources = "".join(inspect.getsource(import_module(module)) for module in BENCHES.values())
    for name in load_floors().least:
        assert re.search(rf'"{name}"|"{name.rpartition("_")[0]}_\{{', sources), name


def test_an_unknown_bench_is_refused_with_the_names_of_all() -> None:
    with pytest.raises(SystemExit, match=r"'speed'.*accuracy"):
        list(run_bench("speed", Size.from_name("small")))


def test_a_line_shows_both_values_and_the_ratio() -> None:
    assert format_measurement(FAST).split() == [
        "crawl",
        "90.00",
        "pages/s",
        "bare",
        "100.00",
        "pages/s,",
        "ratio",
        "0.90",
    ]
    assert format_measurement(ALONE).split() == ["build", "30.00", "reports/s"]


def test_sizes() -> None:
    assert Size.from_name("small").reports < Size.from_name("full").reports
    assert Size.from_name("77").reports == 77
    with pytest.raises(SystemExit, match="SIZE"):
        Size.from_name("huge")


def test_two_sides_are_measured_alternately() -> None:
    calls: list[str] = []
    measure_alternately(3, lambda: calls.append("a"), lambda: calls.append("b"))
    assert "".join(calls) == "abbaab"
