"""The build: what has changed since the last release is read anew, and a new release published beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive.build.group_reader import read_all
from archive.build.inputs import Given, gather
from archive.build.read_results import Parser
from archive.build.release_diff import changes
from archive.build.releases import DATABASE, BuildBusy, Releases, Standing, examine
from archive.build.result import BuildResult, account, unchanged
from archive.build.source_facts import Facts
from archive.build.source_tables import complete
from archive.build.updater import Work
from archive.database import digest, fulltext, similarity_index
from archive.database.tables import Tables
from archive.workers.pool import PROCESSES

__all__ = ["Build", "BuildBusy", "BuildResult", "build"]

Progress = Callable[[str, int, int], None]
_RIVAL = "同一份年报的另一处登载有变"


def build(
    data: Path,
    *,
    sources: Sequence[Mapping[str, object]] = (),
    suffixes: Sequence[str] = (".gov.cn",),
    full: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Read what is new in the archive under `data` and publish a release; with `full`, read everything.

    A full build reads the WARC files alone, without the ledger. `sources` are the registry's facts (`id`,
    `name`, `home`, `family`, `agency`, `province`), `suffixes` the ends of official host names. Raises
    `BuildBusy` while another build works in the same directory.
    """
    facts = Facts({str(one["id"]): one for one in sources}, tuple(suffixes))
    return Build(data, facts, progress or _silent).run(full=full)


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


class Build:
    """One build over one data directory."""

    def __init__(
        self,
        data: Path,
        facts: Facts,
        progress: Progress = _silent,
        parser: Parser | None = None,
        processes: int = PROCESSES,
    ) -> None:
        self._data = data
        self._facts = facts
        self._progress = progress
        self._parser = parser or Parser()
        self._processes = processes
        self._releases = Releases(data)

    def run(self, *, full: bool = False) -> BuildResult:
        """Build and publish, unless everything is as it was."""
        with self._releases.lock():
            given = gather(self._data, self._facts, self._parser.version, full=full)
            release = self._releases.current()
            found = examine(release, given.manifest.form, self._processes) if release else ""
            standing, reason = (None, found) if isinstance(found, str) else (found, "")
            if standing and not full and replace(standing.manifest, digest="") == given.manifest:
                return unchanged(standing)
            result = self._build(given, standing, full=full or standing is None)
            self._releases.prune()
            return replace(result, reason=reason)

    def _build(self, given: Given, standing: Standing | None, *, full: bool) -> BuildResult:
        folder = self._releases.begin()
        carried = None if full else standing
        tables = _tables(folder / "work.db", carried)
        work = Work(tables, self._processes)
        read = self._read(work, given, carried)
        work.settle()
        work.compare_agencies()
        work.compare_years()
        complete(tables, given, self._facts)
        self._progress("收尾", 0, 0)
        fulltext.check(tables.connection)
        tables.finish(folder / DATABASE)
        (folder / "work.db").unlink()
        before = standing.database if standing else None
        found = changes(folder / DATABASE, before, work.whys, self._processes)
        result = account(folder / DATABASE, found, read)
        return self._publish(folder, given, standing, replace(result, full=full))

    def _read(self, work: Work, given: Given, carried: Standing | None) -> set[str]:
        """Read what has changed, then whatever claims a report that this touched; gives the pages read."""
        before = carried.manifest if carried else None
        pending, gone = given.todo(before), given.gone(before)
        done: set[str] = set()
        while pending or gone:
            work.take_out({**pending, **gone})
            self._enter(work, given, pending)
            done |= set(pending)
            pending, gone = dict.fromkeys(work.rivals() - done, _RIVAL), {}
        return done

    def _enter(self, work: Work, given: Given, pending: Mapping[str, str]) -> None:
        groups = [given.groups[page] for page in sorted(pending)]
        read = read_all(groups, self._data / "warc", self._parser, self._processes)
        for number, (group, result) in enumerate(zip(groups, read, strict=True), 1):
            work.enter(group, result, pending[group.page])
            self._progress("读取", number, len(groups))

    def _publish(
        self, folder: Path, given: Given, standing: Standing | None, result: BuildResult
    ) -> BuildResult:
        whole = digest.digest(folder / DATABASE, self._processes)[digest.WHOLE]
        manifest = replace(given.manifest, digest=whole)
        if standing and manifest == standing.manifest:
            shutil.rmtree(folder)
            return replace(result, digest=whole, release=standing.release, published=False)
        release = self._releases.publish(folder, manifest)
        return replace(result, digest=whole, release=release, published=True)


def _tables(path: Path, carried: Standing | None) -> Tables:
    """The tables to work in: a copy of the release that is carried on, or empty ones."""
    if carried:
        shutil.copyfile(carried.database, path)
        return Tables(path)
    tables = Tables(path)
    fulltext.create(tables.connection)
    similarity_index.create(tables.connection)
    return tables
