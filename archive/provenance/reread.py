"""A report read once more from its archived bytes, and held against what the release says of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.build.document_groups import group_captures
from archive.build.group_reader import read_groups
from archive.build.read_results import Parser
from archive.build.source_facts import SourceFacts
from archive.build.year_checks import YEAR_CHECK_NUMBERS
from archive.database.ids import stable_id
from archive.database.rows import REPORT_TABLES, ReportRows
from archive.database.schema import load_schema
from archive.model import Provenance
from archive.provenance.evidence import captures_of

_MAX_DIFFERENCES_PER_TABLE = 20
# A version is not a finding; it is told apart from what the reading gives.
_UNCOMPARED_COLUMNS = ("parsed",)
# Checks against other reports come of them as well, and not of reading this one.
_OWN_ROWS_CONDITIONS = {"checks": f"number < {YEAR_CHECK_NUMBERS.start}"}
DataRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RereadResult:
    """What reading today gives: rows as a build would enter them, or why there are none; and differences."""

    parser_version: str
    rows: ReportRows | None
    fault: str
    differences: tuple[str, ...]


def reread_report(
    connection: sqlite3.Connection, folder: Path, report: DataRow, parser: Parser
) -> RereadResult:
    """Read the page of `report` and its attachments anew, with what the release says of their source."""
    [page] = connection.execute(
        "SELECT page FROM documents WHERE id = ?", (report["document_id"],)
    ).fetchone()
    urls = [
        row[0] for row in connection.execute("SELECT url FROM documents WHERE page = ? AND id >= 0", (page,))
    ]
    groups = group_captures(captures_of(connection, urls), _source_facts(connection, report))
    group = next((one for one in groups if one.page == page), None)
    if group is None:
        return RereadResult(parser.version, None, "版本里没有这份年报的存档记录", ())
    [read] = read_groups([group], folder, parser)
    claims = {stable_id(*claim.key): claim for claim in read.versions}
    if report["id"] not in claims:
        states = "；".join(f"{file.url}：{file.detail or file.state}" for file in read.files)
        return RereadResult(parser.version, None, f"现在读同样的存档，得不到这份年报（{states}）", ())
    rows = claims[report["id"]].rows
    return RereadResult(parser.version, rows, "", tuple(_report_differences(connection, report["id"], rows)))


def _source_facts(connection: sqlite3.Connection, report: DataRow) -> SourceFacts:
    """What the build was told: which host is the state's is taken from what it decided."""
    official = report["provenance"] == Provenance.OFFICIAL
    host = urlsplit(report["url"]).hostname or ""
    sources = connection.execute("SELECT id, province FROM sources").fetchall()
    known = {row[0]: {"id": row[0], "province": row[1]} for row in sources}
    return SourceFacts(known, (host,) if official and host else ())


def _report_differences(connection: sqlite3.Connection, report_id: int, rows: ReportRows) -> Iterator[str]:
    connection.row_factory = sqlite3.Row
    for name in ("reports", *REPORT_TABLES):
        table = load_schema().table(name)
        key = "id" if name == "reports" else "report_id"
        own = _OWN_ROWS_CONDITIONS.get(name, "1")
        sql = f"SELECT * FROM [{name}] WHERE {key} = ? AND {own}"
        found = connection.execute(sql, (report_id,)).fetchall()
        before = {tuple(row[part] for part in table.key): dict(row) for row in found}
        now = {tuple(row.get(part) for part in table.key): row for row in rows[name]}
        lines = list(_table_differences(before, now, table.column_names))
        yield from (f"{table.title}：{line}" for line in lines[:_MAX_DIFFERENCES_PER_TABLE])
        if len(lines) > _MAX_DIFFERENCES_PER_TABLE:
            yield f"{table.title}：……共 {len(lines)} 处不同"


def _table_differences(
    before: Mapping[Any, DataRow], now: Mapping[Any, DataRow], columns: tuple[str, ...]
) -> Iterator[str]:
    for key in sorted({*before, *now}, key=str):
        name = "·".join(map(str, key[1:])) or str(key[0])
        if key not in now or key not in before:
            yield f"{name} {'现在读不到' if key in before else '版本里没有'}"
            continue
        for column in columns:
            was, is_now = before[key][column], now[key].get(column)
            if was != is_now and column not in _UNCOMPARED_COLUMNS:
                yield f"{_row_name(before[key], name)}.{column} 版本作 {_abbreviate(was)}，现在读作 {_abbreviate(is_now)}"


def _row_name(row: DataRow, key: str) -> str:
    return str(row.get("row") or row.get("figure") or row.get("section") or key)


def _abbreviate(value: object) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…（{len(text)} 字）"
