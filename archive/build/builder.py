"""The build: what has changed since the last release is read anew, and a new release published beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from archive.build.group_reader import read_groups
from archive.build.inputs import BuildInputs, collect_inputs
from archive.build.read_results import Parser
from archive.build.release_diff import compare_releases
from archive.build.releases import DATABASE_FILE, BaseRelease, BuildBusy, Releases, load_base_release
from archive.build.result import BuildResult, build_result, unchanged_result
from archive.build.source_facts import SourceFacts
from archive.build.source_tables import write_source_tables
from archive.build.updater import DatabaseUpdate
from archive.database import (
    WHOLE_ARCHIVE_KEY,
    Tables,
    check_fulltext_index,
    content_digests,
    create_fulltext_index,
    create_similarity_index,
)
from archive.workers import DEFAULT_PROCESSES

__all__ = ["BuildBusy", "BuildResult", "Builder", "build"]

Progress = Callable[[str, int, int], None]
_COMPETITOR_CHANGED = "同一份年报的另一处登载有变"


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
    facts = SourceFacts({str(one["id"]): one for one in sources}, tuple(suffixes))
    return Builder(data, facts, progress or _no_progress).run(full=full)


def _no_progress(stage: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


class Builder:
    """One build over one data directory."""

    def __init__(
        self,
        data: Path,
        facts: SourceFacts,
        progress: Progress = _no_progress,
        parser: Parser | None = None,
        processes: int = DEFAULT_PROCESSES,
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
            given = collect_inputs(self._data, self._facts, self._parser.version, full=full)
            release = self._releases.current_release()
            found = load_base_release(release, given.manifest.form, self._processes) if release else ""
            standing, reason = (None, found) if isinstance(found, str) else (found, "")
            if standing and not full and replace(standing.manifest, digest="") == given.manifest:
                return unchanged_result(standing)
            result = self._build_release(given, standing, full=full or standing is None)
            self._releases.prune()
            return replace(result, reason=reason)

    def _build_release(self, inputs: BuildInputs, base: BaseRelease | None, *, full: bool) -> BuildResult:
        folder = self._releases.create_build_dir()
        carried = None if full else base
        tables = _open_tables(folder / "work.db", carried)
        work = DatabaseUpdate(tables, self._processes)
        read = self._read_changed_groups(work, inputs, carried)
        work.mark_duplicates()
        work.check_similar_texts()
        work.check_years()
        write_source_tables(tables, inputs, self._facts)
        self._progress("收尾", 0, 0)
        check_fulltext_index(tables.connection)
        tables.finish(folder / DATABASE_FILE)
        (folder / "work.db").unlink()
        before = base.database if base else None
        found = compare_releases(folder / DATABASE_FILE, before, work.change_reasons, self._processes)
        result = build_result(folder / DATABASE_FILE, found, read)
        return self._publish(folder, inputs, base, replace(result, full=full))

    def _read_changed_groups(
        self, update: DatabaseUpdate, inputs: BuildInputs, base: BaseRelease | None
    ) -> set[str]:
        """Read what has changed, then whatever claims a report that this touched; gives the pages read."""
        before = base.manifest if base else None
        pending, gone = inputs.pages_to_read(before), inputs.pages_to_remove(before)
        done: set[str] = set()
        while pending or gone:
            update.remove_pages({**pending, **gone})
            self._add_groups(update, inputs, pending)
            done |= set(pending)
            pending, gone = dict.fromkeys(update.competing_pages() - done, _COMPETITOR_CHANGED), {}
        return done

    def _add_groups(self, update: DatabaseUpdate, inputs: BuildInputs, pending: Mapping[str, str]) -> None:
        groups = [inputs.groups[page] for page in sorted(pending)]
        read = read_groups(groups, self._data / "warc", self._parser, self._processes)
        for number, (group, result) in enumerate(zip(groups, read, strict=True), 1):
            update.add_group(group, result, pending[group.page])
            self._progress("读取", number, len(groups))

    def _publish(
        self, folder: Path, inputs: BuildInputs, base: BaseRelease | None, result: BuildResult
    ) -> BuildResult:
        whole = content_digests(folder / DATABASE_FILE, self._processes)[WHOLE_ARCHIVE_KEY]
        manifest = replace(inputs.manifest, digest=whole)
        if base and manifest == base.manifest:
            shutil.rmtree(folder)
            return replace(result, digest=whole, release=base.release, published=False)
        release = self._releases.publish(folder, manifest)
        return replace(result, digest=whole, release=release, published=True)


def _open_tables(path: Path, base: BaseRelease | None) -> Tables:
    """The tables to work in: a copy of the release that is carried on, or empty ones."""
    if base:
        shutil.copyfile(base.database, path)
        return Tables(path)
    tables = Tables(path)
    create_fulltext_index(tables.connection)
    create_similarity_index(tables.connection)
    return tables
