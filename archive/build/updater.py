"""One build's work on the database: groups are taken out, read, entered; rivals for a report are settled.

Which of several files stands for a report is decided by their rank alone, so that neither the order of
reading nor what an older release held can show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from archive.build.document_groups import Group
from archive.build.read_results import Claim, GroupRead, Read
from archive.build.similarity_checks import renew as renew_copies
from archive.build.year_checks import renew, years_after
from archive.database import fulltext, similarity_index
from archive.database.ids import Numbers, number_of
from archive.database.rows import Key, Row
from archive.database.tables import Tables


class Work:
    """The tables under work; `whys` are the reports touched so far, by number, each with the reason."""

    def __init__(self, tables: Tables, processes: int = 1) -> None:
        self._tables = tables
        self._processes = processes
        self._connection = tables.connection
        self.whys: dict[int, str] = {}
        self._claims: dict[int, list[Read]] = {}
        self._years: set[Key] = set()
        self._numbers = Numbers(_known(tables.connection))

    def take_out(self, pages: Mapping[str, str]) -> None:
        """Take out what groups gave, by page with the reason, and the reports that they had a part in."""
        for page, why in pages.items():
            found = self._connection.execute(
                "SELECT report_id FROM documents WHERE page = ? AND id >= 0 AND report_id NOTNULL", (page,)
            )
            for (report_id,) in found.fetchall():
                self._touch(report_id, why)
            self._connection.execute("DELETE FROM documents WHERE page = ? AND id >= 0", (page,))

    def rivals(self) -> set[str]:
        """Pages of groups that still stand in the tables and have a part in a touched report."""
        found = self._connection.execute("SELECT report_id, page FROM documents WHERE report_id NOTNULL")
        return {page for report_id, page in found if report_id in self.whys}

    def enter(self, group: Group, read: GroupRead, why: str) -> None:
        """Enter a group as read; a report that another group holds goes to the better of the two."""
        self._tables.put({"documents": self._documents(group, read)})
        for claim in read.claims:
            report_id = self._numbers.give(*claim.key)
            self._numbers.give(claim.key[0])
            self._touch(report_id, why)
            self._settle(report_id, claim)

    def settle(self) -> None:
        """Note beside every file that lost its report which file stands for it."""
        for claims in self._claims.values():
            winner, *losers = sorted(claims, key=lambda read: read.rank)
            for loser in losers:
                self._connection.execute(
                    "UPDATE documents SET state = 'duplicate', detail = ? WHERE id = ?",
                    (f"同一份年报以 {winner.url} 为准", number_of(loser.url)),
                )

    def compare_years(self) -> None:
        """Make the checks between years anew wherever one of the two reports was touched."""
        for report_id in renew(self._tables, self._years, self._processes):
            self.whys.setdefault(report_id, "上一年度的年报有变，跨年核对随之重做")

    def compare_agencies(self) -> None:
        """Look for copied texts anew wherever a report that was touched has a part."""
        for report_id in renew_copies(self._tables, tuple(self.whys), self._processes):
            self.whys.setdefault(report_id, "另一机关的年报有变，雷同核对随之重做")

    def _documents(self, group: Group, read: GroupRead) -> Iterator[Row]:
        members = {member.url: member for member in group.members}
        for file in read.files:
            member = members[file.url]
            yield {
                "id": self._numbers.give(file.url),
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
                "report_id": self._numbers.give(*file.key) if file.key else None,
                "parsed": read.parsed,
            }

    def _settle(self, report_id: int, claim: Claim) -> None:
        claims = self._claims.setdefault(report_id, [])
        claims.append(claim.read)
        if min(claims, key=lambda read: read.rank) is claim.read:
            self._remove(report_id)
            self._tables.put(claim.rows)
            self._years.update(years_after(claim.key))
            fulltext.add(self._connection, report_id, claim.entry)
            similarity_index.add(self._connection, report_id, claim.marks)

    def _touch(self, report_id: int, why: str) -> None:
        if report_id not in self.whys:
            self.whys[report_id] = why
            self._remove(report_id)

    def _remove(self, report_id: int) -> None:
        sql = "SELECT agency, year, scope FROM reports WHERE id = ?"
        if key := self._connection.execute(sql, (report_id,)).fetchone():
            self._years.update(years_after(key))
            fulltext.drop(self._connection, report_id)
            similarity_index.drop(self._connection, report_id)
            self._tables.forget(report_id)


def _known(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[object, ...]]]:
    for sql in (
        "SELECT id, agency, year, scope FROM reports",
        "SELECT id, name FROM agencies",
        "SELECT id, url FROM documents",
    ):
        for number, *parts in connection.execute(sql):
            yield number, tuple(parts)
