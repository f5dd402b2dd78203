"""What is new in a finished database against the release before: what came out the same is no change."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.build.result import Change, Changes
from archive.database.tables import print_of
from archive.workers.parallel import in_parts, shared_out

Kinds = dict[str, list[tuple[int, str, str]]]
"""Number, label and address of the reports that are added, changed and removed."""


def changes(now: Path, before: Path | None, whys: Mapping[int, str], processes: int) -> Changes:
    """How the reports in `whys`, each with the reason why it was touched, stand in `now` and in `before`."""
    found = Changes()
    tasks = [partial(_compared, now, before, part) for part in in_parts(sorted(whys))]
    for kinds in shared_out(tasks, processes):
        for kind, reports in kinds.items():
            into: list[Change] = getattr(found, kind)
            into.extend(Change(*report, whys[report[0]]) for report in reports)
    return found


def _compared(now: Path, before: Path | None, numbers: Sequence[int]) -> Kinds:
    kinds: Kinds = {"added": [], "changed": [], "removed": []}
    with closing(sqlite3.connect(now)) as new, closing(sqlite3.connect(before or ":memory:")) as old:
        for number in numbers:
            is_new, was = _named(new, number), _named(old, number) if before else None
            if is_new and was:
                if print_of(new, number) != print_of(old, number):
                    kinds["changed"].append(is_new)
            elif is_new or was:
                kinds["added" if is_new else "removed"].extend(one for one in (is_new, was) if one)
    return kinds


def _named(connection: sqlite3.Connection, number: int) -> tuple[int, str, str] | None:
    sql = "SELECT id, label, url FROM reports WHERE id = ?"
    found: tuple[int, str, str] | None = connection.execute(sql, (number,)).fetchone()
    return found
