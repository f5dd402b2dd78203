"""Reads a report again from its archived bytes and compares the result with the release."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.build import YEAR_CHECK_NUMBERS, Parser, SourceFacts, group_captures, read_groups
from archive.database import REPORT_TABLES, ReportRows, load_schema, stable_id
from archive.model import Provenance, translate
from archive.presentation import label
from archive.provenance.evidence import captures_of

_MAX_DIFFERENCES_PER_TABLE = 20
_MAX_VALUE_CHARACTERS = 60
# The parser's version is shown separately; it is not a result of reading.
_UNCOMPARED_COLUMNS = ("parsed",)
# Checks against other reports cannot be repeated by reading this report alone.
_OWN_ROWS_CONDITIONS = {"checks": f"number < {YEAR_CHECK_NUMBERS.start}"}
DataRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RereadResult:
    """Result of reading a report today.

    `rows` are those that a build would write; they are None if the report could not be read, for the reason
    `fault`. `differences` are lines for the user, empty if the rows equal those of the release.
    """

    parser_version: str
    rows: ReportRows | None
    fault: str
    differences: tuple[str, ...]


def reread_report(
    connection: sqlite3.Connection, folder: Path, report: DataRow, parser: Parser
) -> RereadResult:
    """Read the page of `report` and its attachments again, with the source facts of the release.

    `folder` has the WARC files.
    """
    [page] = connection.execute(
        "SELECT page FROM documents WHERE id = ?", (report["document_id"],)
    ).fetchone()
    sql = "SELECT url, capture_id FROM documents WHERE page = ? AND id >= 0"
    documents = {row[1]: row[0] for row in connection.execute(sql, (page,))}
    captures = captures_of(connection, documents)
    urls = {capture.url: documents[capture.id] for capture in captures if capture.id in documents}
    groups = group_captures(captures, _source_facts(connection, report), urls)
    group = next((group for group in groups if group.page == page), None)
    if group is None:
        return RereadResult(parser.version, None, translate("版本里没有这份年报的存档记录"), ())
    [result] = read_groups([group], folder, parser)
    versions = {stable_id(*version.key): version for version in result.versions}
    if report["id"] not in versions:
        states = "；".join(
            f"{file.url}：{file.detail or label('document_state', file.state)}" for file in result.files
        )
        fault = translate("现在读同样的存档，得不到这份年报（{states}）", states=states)
        return RereadResult(parser.version, None, fault, ())
    rows = versions[report["id"]].rows
    return RereadResult(parser.version, rows, "", tuple(_report_differences(connection, report["id"], rows)))


def _source_facts(connection: sqlite3.Connection, report: DataRow) -> SourceFacts:
    """The registry facts that the build had, as far as the release shows them.

    The host counts as official if the build classified the report as official.
    """
    official = report["provenance"] == Provenance.OFFICIAL
    host = urlsplit(report["url"]).hostname or ""
    sources = connection.execute("SELECT id, province FROM sources").fetchall()
    facts = {row[0]: {"id": row[0], "province": row[1]} for row in sources}
    return SourceFacts(facts, (host,) if official and host else ())


def _report_differences(connection: sqlite3.Connection, report_id: int, rows: ReportRows) -> Iterator[str]:
    connection.row_factory = sqlite3.Row
    for name in ("reports", *REPORT_TABLES):
        table = load_schema().table(name)
        key = "id" if name == "reports" else "report_id"
        condition = _OWN_ROWS_CONDITIONS.get(name, "1")
        sql = f"SELECT * FROM [{name}] WHERE {key} = ? AND {condition}"
        stored = connection.execute(sql, (report_id,)).fetchall()
        before = {tuple(row[part] for part in table.key): dict(row) for row in stored}
        now = {tuple(row.get(part) for part in table.key): row for row in rows[name]}
        lines = list(_table_differences(before, now, table.column_names))
        yield from (f"{table.title}：{line}" for line in lines[:_MAX_DIFFERENCES_PER_TABLE])
        if len(lines) > _MAX_DIFFERENCES_PER_TABLE:
            yield translate("{table}：……共 {count} 处不同", table=table.title, count=len(lines))


def _table_differences(
    before: Mapping[Any, DataRow], now: Mapping[Any, DataRow], columns: tuple[str, ...]
) -> Iterator[str]:
    for key in sorted({*before, *now}, key=str):
        name = "·".join(map(str, key[1:])) or str(key[0])
        if key not in now or key not in before:
            if key in before:
                yield translate("{row} 现在读不到", row=name)
            else:
                yield translate("{row} 版本里没有", row=name)
            continue
        for column in columns:
            stored, read = before[key][column], now[key].get(column)
            if stored != read and column not in _UNCOMPARED_COLUMNS:
                yield translate(
                    "{row}.{column} 版本中为 {stored}，现在读得 {read}",
                    row=_row_name(before[key], name),
                    column=column,
                    stored=_abbreviate(stored),
                    read=_abbreviate(read),
                )


def _row_name(row: DataRow, key: str) -> str:
    return str(row.get("row") or row.get("figure") or row.get("section") or key)


def _abbreviate(value: object) -> str:
    text = translate("空") if value is None else str(value)
    if len(text) <= _MAX_VALUE_CHARACTERS:
        return text
    return translate("{start}…（{count} 字）", start=text[:_MAX_VALUE_CHARACTERS], count=len(text))
