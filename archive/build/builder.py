"""Incremental build: re-reads changed documents and publishes a new release next to the old one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from archive.build.group_reader import read_groups
from archive.build.inputs import BuildInputs, collect_inputs
from archive.build.read_results import Parser
from archive.build.record_losses import find_record_losses
from archive.build.release_diff import compare_releases, lost_reports
from archive.build.releases import DATABASE_FILE, BaseRelease, BuildBusy, Releases, load_base_release
from archive.build.result import BuildResult, build_result, unchanged_result
from archive.build.retries import pages_to_retry
from archive.build.shrinkage import find_shrinkage
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
from archive.ledger import IntegrityIssue, Ledger
from archive.model import translate
from archive.workers import DEFAULT_PROCESSES

__all__ = ["BuildBusy", "BuildResult", "Builder", "build"]

Progress = Callable[[str, int, int], None]
"""Receives the stage, in Chinese, how much of it is done, and the total; 0 and 0 if it is not counted."""


def build(
    data: Path,
    *,
    sources: Sequence[Mapping[str, object]] = (),
    suffixes: Sequence[str] = (".gov.cn",),
    full: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Read what is new in the archive under `data` and publish a release; with `full`, read everything.

    A full build reads only the WARC files, not the ledger. `sources` are the entries of the registry (`id`,
    `name`, `home`, `family`, `agency`, `province`), `suffixes` the endings of official host names. Raises
    `BuildBusy` if another build is running in the same directory.
    """
    facts = SourceFacts.from_entries(sources, suffixes)
    return Builder(data, facts, progress or _discard_progress).run(full=full)


def _discard_progress(stage: str, done: int, total: int) -> None:
    """Discard progress events."""


class Builder:
    """One build over one data directory."""

    def __init__(
        self,
        data: Path,
        facts: SourceFacts,
        progress: Progress = _discard_progress,
        parser: Parser | None = None,
        processes: int = DEFAULT_PROCESSES,
    ) -> None:
        self._data = data
        self._facts = facts
        self._progress = progress
        self._parser = parser or Parser()
        self._processes = processes
        self._releases = Releases(data)

    def run(self, *, full: bool = False, accepted_shrinking: str = "") -> BuildResult:
        """Build and publish a release, unless nothing has changed. Raises `BuildBusy`.

        A release that holds much less than the current one is published only with `accepted_shrinking`, the
        reason why that is right, which is recorded.
        """
        with self._releases.lock():
            inputs = collect_inputs(self._data, self._facts, self._parser.version, full=full)
            current = self._releases.current_release()
            loaded = load_base_release(current, inputs.manifest.form, self._processes) if current else ""
            base, reason = (None, loaded) if isinstance(loaded, str) else (loaded, "")
            retried = pages_to_retry(base.database) if base and not full else {}
            if base and not full and not retried and replace(base.manifest, digest="") == inputs.manifest:
                return replace(unchanged_result(base), losses=self._find_losses(full=full))
            result = self._build_release(replace(inputs, retried=retried), base, full=full or base is None)
            result = replace(result, reason=reason, losses=self._find_losses(full=full))
            result = self._publish(inputs, base, result, accepted_shrinking)
            self._releases.prune()
            return result

    def _find_losses(self, *, full: bool) -> tuple[IntegrityIssue, ...]:
        progress = partial(self._progress, translate("核对存档文件"))
        with Ledger.open(self._data) as ledger:
            return find_record_losses(ledger, self._releases.folder, progress, full=full)

    def _build_release(self, inputs: BuildInputs, base: BaseRelease | None, *, full: bool) -> BuildResult:
        folder = self._releases.create_build_dir()
        start = None if full else base
        tables = _open_tables(folder / "work.db", start)
        update = DatabaseUpdate(tables, self._processes)
        pages_read = self._read_changed_groups(update, inputs, start)
        update.mark_duplicates()
        update.check_similar_texts()
        update.check_years()
        write_source_tables(tables, inputs, self._facts)
        self._progress(translate("收尾"), 0, 0)
        check_fulltext_index(tables.connection)
        tables.finish(folder / DATABASE_FILE)
        (folder / "work.db").unlink()
        previous = base.database if base else None
        reason = translate("存档中已不在，或读不出来")
        lost = dict.fromkeys(lost_reports(folder / DATABASE_FILE, previous), reason)
        reasons = {**lost, **update.change_reasons}
        changes = compare_releases(folder / DATABASE_FILE, previous, reasons, self._processes)
        result = build_result(folder / DATABASE_FILE, changes, pages_read)
        return replace(result, full=full, release=folder)

    def _read_changed_groups(
        self, update: DatabaseUpdate, inputs: BuildInputs, base: BaseRelease | None
    ) -> set[str]:
        """Read changed groups, then groups that compete for the changed reports; return the pages read."""
        manifest = base.manifest if base else None
        pending, removed = inputs.pages_to_read(manifest), inputs.pages_to_remove(manifest)
        pages_read: set[str] = set()
        while pending or removed:
            update.remove_pages({**pending, **removed})
            self._add_groups(update, inputs, pending)
            pages_read |= set(pending)
            reason = translate("同一份年报的另一处登载有变")
            pending, removed = dict.fromkeys(update.competing_pages() - pages_read, reason), {}
        return pages_read

    def _add_groups(self, update: DatabaseUpdate, inputs: BuildInputs, pending: Mapping[str, str]) -> None:
        groups = [inputs.groups[page] for page in sorted(pending)]
        results = read_groups(groups, self._data / "warc", self._parser, self._processes)
        for number, (group, result) in enumerate(zip(groups, results, strict=True), 1):
            update.add_group(group, result, pending[group.page])
            self._progress(translate("读取"), number, len(groups))

    def _publish(
        self, inputs: BuildInputs, base: BaseRelease | None, result: BuildResult, accepted_shrinking: str
    ) -> BuildResult:
        """Publish the release in `result.release`, unless it equals the current one or holds much less."""
        folder = result.release
        archive_digest = content_digests(folder / DATABASE_FILE, self._processes)[WHOLE_ARCHIVE_KEY]
        manifest = replace(inputs.manifest, digest=archive_digest)
        current = self._releases.current_release()
        shrinkage = find_shrinkage(folder / DATABASE_FILE, current and current / DATABASE_FILE)
        is_refused = bool(shrinkage) and not accepted_shrinking
        if current and ((base and manifest == base.manifest) or is_refused):
            shutil.rmtree(folder)
            return replace(
                result, digest=archive_digest, release=current, published=False, shrinkage=shrinkage
            )
        release = self._releases.publish(folder, manifest)
        if shrinkage:
            self._releases.record_acceptance(release, accepted_shrinking, shrinkage)
        return replace(result, digest=archive_digest, release=release, published=True)


def _open_tables(path: Path, base: BaseRelease | None) -> Tables:
    """Return the tables to work in: a copy of those of the base release, or empty ones."""
    if base:
        shutil.copyfile(base.database, path)
        return Tables(path)
    tables = Tables(path)
    create_fulltext_index(tables.connection)
    create_similarity_index(tables.connection)
    return tables
