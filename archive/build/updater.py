"""One build's work on the database: groups are taken out, read, entered; rivals for a report are settled.

Which of several files stands for a report is decided by their rank alone, so that neither the order of
reading nor what an older release held can show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from archive.build.document_groups import DocumentGroup
from archive.build.read_results import DocumentResult, GroupResult, ReportVersion
from archive.build.similarity_checks import refresh_similarity_checks as renew_copies
from archive.build.year_checks import affected_reports, refresh_year_checks
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


class DatabaseUpdate:
    """The tables under work; `whys` are the reports touched so far, by number, each with the reason."""

    def __init__(self, tables: Tables, processes: int = 1) -> None:
        self._tables = tables
        self._processes = processes
        self._connection = tables.connection
        self.change_reasons: dict[int, str] = {}
        self._versions: dict[int, list[DocumentResult]] = {}
        self._year_check_keys: set[ReportKey] = set()
        self._ids = IdRegistry(_known_ids(tables.connection))

    def remove_pages(self, pages: Mapping[str, str]) -> None:
        """Take out what groups gave, by page with the reason, and the reports that they had a part in."""
        for page, why in pages.items():
            found = self._connection.execute(
                "SELECT report_id FROM documents WHERE page = ? AND id >= 0 AND report_id NOTNULL", (page,)
            )
            for (report_id,) in found.fetchall():
                self._mark_changed(report_id, why)
            self._connection.execute("DELETE FROM documents WHERE page = ? AND id >= 0", (page,))

    def competing_pages(self) -> set[str]:
        """Pages of groups that still stand in the tables and have a part in a touched report."""
        found = self._connection.execute("SELECT report_id, page FROM documents WHERE report_id NOTNULL")
        return {page for report_id, page in found if report_id in self.change_reasons}

    def add_group(self, group: DocumentGroup, result: GroupResult, reason: str) -> None:
        """Enter a group as read; a report that another group holds goes to the better of the two."""
        self._tables.insert({"documents": self._document_rows(group, result)})
        for claim in result.versions:
            report_id = self._ids.assign(*claim.key)
            self._ids.assign(claim.key[0])
            self._mark_changed(report_id, reason)
            self._keep_best_version(report_id, claim)

    def mark_duplicates(self) -> None:
        """Note beside every file that lost its report which file stands for it."""
        for claims in self._versions.values():
            winner, *losers = sorted(claims, key=lambda read: read.rank)
            for loser in losers:
                self._connection.execute(
                    "UPDATE documents SET state = 'duplicate', detail = ? WHERE id = ?",
                    (f"同一份年报以 {winner.url} 为准", stable_id(loser.url)),
                )

    def check_years(self) -> None:
        """Make the checks between years anew wherever one of the two reports was touched."""
        for report_id in refresh_year_checks(self._tables, self._year_check_keys, self._processes):
            self.change_reasons.setdefault(report_id, "上一年度的年报有变，跨年核对随之重做")

    def check_similar_texts(self) -> None:
        """Look for copied texts anew wherever a report that was touched has a part."""
        for report_id in renew_copies(self._tables, tuple(self.change_reasons), self._processes):
            self.change_reasons.setdefault(report_id, "另一机关的年报有变，雷同核对随之重做")

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
        claims = self._versions.setdefault(report_id, [])
        claims.append(version.result)
        if min(claims, key=lambda read: read.rank) is version.result:
            self._remove_report(report_id)
            self._tables.insert(version.rows)
            self._year_check_keys.update(affected_reports(version.key))
            add_to_fulltext(self._connection, report_id, version.index_entry)
            add_to_similarity_index(self._connection, report_id, version.minhash_bands)

    def _mark_changed(self, report_id: int, reason: str) -> None:
        if report_id not in self.change_reasons:
            self.change_reasons[report_id] = reason
            self._remove_report(report_id)

    def _remove_report(self, report_id: int) -> None:
        sql = "SELECT agency, year, scope FROM reports WHERE id = ?"
        if key := self._connection.execute(sql, (report_id,)).fetchone():
            self._year_check_keys.update(affected_reports(key))
            remove_from_fulltext(self._connection, report_id)
            remove_from_similarity_index(self._connection, report_id)
            self._tables.remove_report(report_id)


def _known_ids(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[object, ...]]]:
    for sql in (
        "SELECT id, agency, year, scope FROM reports",
        "SELECT id, name FROM agencies",
        "SELECT id, url FROM documents",
    ):
        for number, *parts in connection.execute(sql):
            yield number, tuple(parts)
