"""The plan: which kind is printed in which shape from which truth, decided by the seed alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from bench.foreign.kinds import Kind
from bench.foreign.model import ForeignTruth
from bench.foreign.shapes import FAITHFUL, Shape, list_shapes

FAITHFUL_STEP = 3
MONEY = ("fee_amount", "purchase_amount")


@dataclass(frozen=True)
class Task:
    """One document to make."""

    name: str
    kind: Kind
    shape: Shape
    truth: ForeignTruth
    seed: str


def plan_tasks(truths: Sequence[ForeignTruth], seed: int, kinds: Sequence[Kind]) -> list[Task]:
    """Every task, the kinds in turn, so that any first part of the list covers all kinds."""
    ranks = {shape.name: _rank_truths(truths, shape) for shape in list_shapes()}
    columns = [_plan_kind(truths, ranks, seed, kind) for kind in kinds]
    return [task for turn in zip_longest(*columns) for task in turn if task is not None]


def _rank_truths(truths: Sequence[ForeignTruth], shape: Shape) -> list[ForeignTruth]:
    fitting = [truth for truth in truths if shape.form in ("", truth.form)]
    return sorted(fitting, key=lambda truth: -measure_richness(truth, shape.focus))


def _plan_kind(
    truths: Sequence[ForeignTruth], ranks: dict[str, list[ForeignTruth]], seed: int, kind: Kind
) -> list[Task]:
    rng = Random(f"{seed}:{kind.name}")
    shapes = [shape for shape in list_shapes() if shape.needs <= kind.offers]
    faithful, others = shapes[0], shapes[1:]
    rng.shuffle(others)
    order: list[Shape] = []
    start = rng.randrange(FAITHFUL_STEP)
    for place, shape in enumerate(others):
        if place % FAITHFUL_STEP == start:
            order.append(faithful)
        order.append(shape)
    tasks = []
    for place, shape in enumerate(order):
        task_seed = f"{seed}:{kind.name}:{shape.name}:{place}"
        truth = _choose_truth(truths, ranks[shape.name], shape, Random(task_seed))
        if truth is not None:
            name = f"{kind.name}-{shape.name}-{place:02d}"
            tasks.append(Task(name, kind, shape, truth, task_seed))
    return tasks


def _choose_truth(
    truths: Sequence[ForeignTruth], ranked: list[ForeignTruth], shape: Shape, rng: Random
) -> ForeignTruth | None:
    if not ranked:
        return None
    if shape.name == FAITHFUL and rng.random() >= 0.7:
        return rng.choice(truths)
    return rng.choice(ranked[: max(5, len(ranked) // 3)])


def measure_richness(truth: ForeignTruth, focus: str) -> int:
    """How many figures of the focus are not zero."""
    if focus == "money":
        return sum(value != "0" for key, value in truth.figures.items() if key.endswith(MONEY))
    return sum(value != "0" for key, value in truth.figures.items() if key.startswith(focus))
