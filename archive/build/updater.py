"""Updates the database of one build: removes and adds document groups, keeps the best file of each report.

If several files yield the same report, only their rank decides, so the result does not depend on the order
of reading or on the base release.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from operator import attrgetter

from archive.build.document_groups import DocumentGroup
from archive.build.read_results import DocumentResult, GroupResult, ReportVersion
from archive.build.similarity_checks import refresh_similarity_checks
from archive.build.year_checks import refresh_year_checks, year_check_keys
from archive.database import (
    DatabaseRow,
    IdRegistry,
    ReportKey,
    Tables,
    add_to_fulltext,
    add_to_similarity_index,
    remove_from_fulltext,
    remove_from_similarity_index,
    stable_id,
)
from archive.model import translate


class DatabaseUpdate:
    """The tables of a build; `change_reasons` has the reports that may have changed, by id."""

    def __init__(self, tables: Tables, processes: int = 1) -> None:
        self._tables = tables
        self._processes = processes
        self._connection = tables.connection
        self.change_reasons: dict[int, str] = {}
        self._versions: dict[int, list[DocumentResult]] = {}
        self._year_check_keys: set[ReportKey] = set()
        self._ids = IdRegistry(_known_ids(tables.connection))

    def remove_pages(self, pages: Mapping[str, str]) -> None:
        """Remove the documents of groups, by page with the reason, and the reports that depend on them."""
        for page, reason in pages.items():
            report_ids = self._connection.execute(
                "SELECT report_id FROM documents WHERE page = ? AND id >= 0 AND report_id NOTNULL", (page,)
            )
            for (report_id,) in report_ids.fetchall():
                self._mark_changed(report_id, reason)
            self._connection.execute("DELETE FROM documents WHERE page = ? AND id >= 0", (page,))

    def competing_pages(self) -> set[str]:
        """Return the pages of groups in the tables that yield or compete for a changed report."""
        rows = self._connection.execute("SELECT report_id, page FROM documents WHERE report_id NOTNULL")
        return {page for report_id, page in rows if report_id in self.change_reasons}

    def add_group(self, group: DocumentGroup, result: GroupResult, reason: str) -> None:
        """Add a group as read; of a report that another group yields too, the better version is kept."""
        self._tables.insert({"documents": self._document_rows(group, result)})
        for version in result.versions:
            report_id = self._ids.assign(*version.key)
            self._ids.assign(version.key[0])
            self._mark_changed(report_id, reason)
            self._keep_best_version(report_id, version)

    def mark_duplicates(self) -> None:
        """Set the state of files whose report was taken from a better file."""
        for results in self._versions.values():
            best, *duplicates = sorted(results, key=attrgetter("rank"))
            for duplicate in duplicates:
                self._connection.execute(
                    "UPDATE documents SET state = 'duplicate', detail = ? WHERE id = ?",
                    (f"同一份年报以 {best.url} 为准", stable_id(duplicate.url)),
                )

    def check_years(self) -> None:
        """Repeat the checks between years if one of the two reports may have changed."""
        reason = translate("上一年度的年报有变，跨年核对随之重做")
        for report_id in refresh_year_checks(self._tables, self._year_check_keys, self._processes):
            self.change_reasons.setdefault(report_id, reason)

    def check_similar_texts(self) -> None:
        """Repeat the similarity checks of reports that may have changed and of reports similar to them."""
        reason = translate("另一机关的年报有变，雷同核对随之重做")
        changed = tuple(self.change_reasons)
        for report_id in refresh_similarity_checks(self._tables, changed, self._processes):
            self.change_reasons.setdefault(report_id, reason)

    def _document_rows(self, group: DocumentGroup, result: GroupResult) -> Iterator[DatabaseRow]:
        members = {member.url: member for member in group.members}
        for file in result.files:
            member = members[file.url]
            yield {
                "id": self._ids.assign(file.url),
                "url": file.url,
                "page": group.page,
                "role": member.role.value,
                "link_text": member.link_text,
                "source_id": member.source,
                "digest": member.body.digest,
                "media_type": file.media_type,
                "state": file.state,
                "detail": file.detail,
                "figures": file.figures,
                "report_id": self._ids.assign(*file.key) if file.key else None,
                "parsed": result.parser_version,
            }

    def _keep_best_version(self, report_id: int, version: ReportVersion) -> None:
        results = self._versions.setdefault(report_id, [])
        results.append(version.result)
        if min(results, key=attrgetter("rank")) is version.result:
            self._remove_report(report_id)
            self._tables.insert(version.rows)
            self._year_check_keys.update(year_check_keys(version.key))
            add_to_fulltext(self._connection, report_id, version.index_entry)
            add_to_similarity_index(self._connection, report_id, version.minhash_bands)

    def _mark_changed(self, report_id: int, reason: str) -> None:
        if report_id not in self.change_reasons:
            self.change_reasons[report_id] = reason
            self._remove_report(report_id)

    def _remove_report(self, report_id: int) -> None:
        sql = "SELECT agency, year, scope FROM reports WHERE id = ?"
        if key := self._connection.execute(sql, (report_id,)).fetchone():
            self._year_check_keys.update(year_check_keys(key))
            remove_from_fulltext(self._connection, report_id)
            remove_from_similarity_index(self._connection, report_id)
            self._tables.remove_report(report_id)


def _known_ids(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[object, ...]]]:
    for sql in (
        "SELECT id, agency, year, scope FROM reports",
        "SELECT id, name FROM agencies",
        "SELECT id, url FROM documents",
    ):
        for id_, *parts in connection.execute(sql):
            yield id_, tuple(parts)
