"""The generator: documents of every kind in every shape that the kind can show."""

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory

from bench.foreign.kinds import (
    Job,
    Kind,
    list_html_kinds,
    list_office_kinds,
    list_print_kinds,
    list_text_kinds,
)
from bench.foreign.model import ForeignDocument, ForeignTruth
from bench.foreign.plan import Task, plan_tasks
from bench.foreign.report import Draft, change_layout, start_draft, write_report
from bench.foreign.shapes import apply_losses

LOG = logging.getLogger("bench.foreign")
FIRST_BATCH, BATCH = 80, 300


def list_kinds() -> list[Kind]:
    """All kinds, whether or not their tools are installed."""
    return [*list_html_kinds(), *list_print_kinds(), *list_office_kinds(), *list_text_kinds()]


def available_kinds() -> dict[str, str]:
    """Each kind with "" where it can be made, else with the tools that are missing."""
    missing = {kind.name: kind.find_missing_tools() for kind in list_kinds()}
    return {name: "missing: " + ", ".join(tools) if tools else "" for name, tools in missing.items()}


def documents(
    truths: Sequence[ForeignTruth],
    seed: int,
    kinds: Sequence[str] | None = None,
    count: int | None = None,
    is_parallel: bool = False,
) -> Iterator[ForeignDocument]:
    """The documents of a seed in a fixed order; ``kinds`` and ``count`` limit them.

    With ``is_parallel`` LibreOffice works beside the other tools, which takes two cores.
    """
    tasks = plan_tasks(truths, seed, _list_printable(kinds))[:count]
    start, size = 0, FIRST_BATCH
    while start < len(tasks):
        yield from _make_batch(tasks[start : start + size], is_parallel)
        start, size = start + size, BATCH


def count_tasks(truths: Sequence[ForeignTruth], seed: int, count: int) -> int:
    """How many documents `documents` gives if every tool works."""
    return len(plan_tasks(truths, seed, _list_printable(None))[:count])


def _list_printable(names: Sequence[str] | None) -> list[Kind]:
    """The kinds with these names, all where there are none, without those whose tools are missing."""
    return [
        kind
        for kind in list_kinds()
        if (names is None or kind.name in names) and not kind.find_missing_tools()
    ]


def _make_batch(tasks: Sequence[Task], is_parallel: bool) -> Iterator[ForeignDocument]:
    groups: dict[str, list[int]] = {}
    for place, task in enumerate(tasks):
        groups.setdefault(task.kind.name, []).append(place)
    teams: list[list[list[int]]] = [[], []]
    for places in groups.values():
        teams[is_parallel and "soffice" in tasks[places[0]].kind.tools].append(places)
    made: dict[int, ForeignDocument] = {}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for part in pool.map(lambda team: _make_team(tasks, team), teams):
            made.update(part)
    for place in sorted(made):
        yield made[place]


def _make_team(tasks: Sequence[Task], team: Sequence[Sequence[int]]) -> dict[int, ForeignDocument]:
    made = {}
    for places in team:
        begin = time.monotonic()
        documents_of_kind = _make_kind([tasks[place] for place in places])
        seconds = time.monotonic() - begin
        LOG.debug("%s: %d documents, %.1f s", tasks[places[0]].kind.name, len(places), seconds)
        for place, document in zip(places, documents_of_kind, strict=True):
            if document is not None:
                made[place] = document
    return made


def _make_kind(tasks: Sequence[Task]) -> list[ForeignDocument | None]:
    kind = tasks[0].kind
    drafts = [draft_task(task) for task in tasks]
    with TemporaryDirectory(prefix="foreign-") as folder:
        jobs = []
        for place, (task, draft) in enumerate(zip(tasks, drafts, strict=True)):
            report = write_report(draft, Random(task.seed + ":prose"))
            jobs.append(Job(report, f"report{place:03d}", Path(folder)))
        try:
            contents = kind.produce(jobs)
        except (RuntimeError, OSError, TimeoutExpired) as error:
            LOG.warning("kind %s failed, %d documents are left out: %s", kind.name, len(tasks), error)
            return [None] * len(tasks)
    pairs = zip(tasks, drafts, contents, strict=True)
    return [_finish_document(task, draft, content) for task, draft, content in pairs]


def draft_task(task: Task) -> Draft:
    """The draft of a task in its shape."""
    draft = task.shape.change(start_draft(task.truth), Random(task.seed))
    return change_layout(draft, is_flat=True) if task.kind.is_flat else draft


def _finish_document(task: Task, draft: Draft, content: bytes) -> ForeignDocument:
    expected = {key: figure.expected for key, figure in draft.figures.items()}
    return ForeignDocument(
        name=task.name,
        kind=task.kind.name,
        shape=task.shape.name,
        suffix=task.kind.suffix,
        content=content,
        agency=task.truth.agency,
        year=task.truth.year,
        form=task.truth.form,
        expected=apply_losses(task.kind.name, task.shape.name, expected),
        is_deliberate=task.shape.is_deliberate or task.kind.is_trap,
    )
