"""A report read once more from its archived bytes, and held against what the release says of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.build.document_groups import groups_of
from archive.build.group_reader import read_all
from archive.build.read_results import Parser
from archive.build.source_facts import Facts
from archive.build.year_checks import NUMBERS
from archive.database.ids import number_of
from archive.database.rows import OF_A_REPORT, Rows
from archive.database.schema import load
from archive.model import Provenance
from archive.provenance.evidence import captures_of

_MOST = 20
# A version is not a finding; it is told apart from what the reading gives.
_NOT_COMPARED = ("parsed",)
# Checks against other reports come of them as well, and not of reading this one.
_OWN = {"checks": f"number < {NUMBERS.start}"}
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Again:
    """What reading today gives: rows as a build would enter them, or why there are none; and differences."""

    version: str
    rows: Rows | None
    fault: str
    differences: tuple[str, ...]


def read_again(connection: sqlite3.Connection, folder: Path, report: Told, parser: Parser) -> Again:
    """Read the page of `report` and its attachments anew, with what the release says of their source."""
    [page] = connection.execute(
        "SELECT page FROM documents WHERE id = ?", (report["document_id"],)
    ).fetchone()
    urls = [
        row[0] for row in connection.execute("SELECT url FROM documents WHERE page = ? AND id >= 0", (page,))
    ]
    groups = groups_of(captures_of(connection, urls), _facts(connection, report))
    group = next((one for one in groups if one.page == page), None)
    if group is None:
        return Again(parser.version, None, "版本里没有这份年报的存档记录", ())
    [read] = read_all([group], folder, parser)
    claims = {number_of(*claim.key): claim for claim in read.claims}
    if report["id"] not in claims:
        states = "；".join(f"{file.url}：{file.detail or file.state}" for file in read.files)
        return Again(parser.version, None, f"现在读同样的存档，得不到这份年报（{states}）", ())
    rows = claims[report["id"]].rows
    return Again(parser.version, rows, "", tuple(_differences(connection, report["id"], rows)))


def _facts(connection: sqlite3.Connection, report: Told) -> Facts:
    """What the build was told: which host is the state's is taken from what it decided."""
    official = report["provenance"] == Provenance.OFFICIAL
    host = urlsplit(report["url"]).hostname or ""
    sources = connection.execute("SELECT id, province FROM sources").fetchall()
    known = {row[0]: {"id": row[0], "province": row[1]} for row in sources}
    return Facts(known, (host,) if official and host else ())


def _differences(connection: sqlite3.Connection, report_id: int, rows: Rows) -> Iterator[str]:
    connection.row_factory = sqlite3.Row
    for name in ("reports", *OF_A_REPORT):
        table = load().table(name)
        key = "id" if name == "reports" else "report_id"
        own = _OWN.get(name, "1")
        sql = f"SELECT * FROM [{name}] WHERE {key} = ? AND {own}"
        found = connection.execute(sql, (report_id,)).fetchall()
        before = {tuple(row[part] for part in table.key): dict(row) for row in found}
        now = {tuple(row.get(part) for part in table.key): row for row in rows[name]}
        lines = list(_table_differences(before, now, table.names))
        yield from (f"{table.title}：{line}" for line in lines[:_MOST])
        if len(lines) > _MOST:
            yield f"{table.title}：……共 {len(lines)} 处不同"


def _table_differences(
    before: Mapping[Any, Told], now: Mapping[Any, Told], columns: tuple[str, ...]
) -> Iterator[str]:
    for key in sorted({*before, *now}, key=str):
        name = "·".join(map(str, key[1:])) or str(key[0])
        if key not in now or key not in before:
            yield f"{name} {'现在读不到' if key in before else '版本里没有'}"
            continue
        for column in columns:
            was, is_now = before[key][column], now[key].get(column)
            if was != is_now and column not in _NOT_COMPARED:
                yield f"{_named(before[key], name)}.{column} 版本作 {_short(was)}，现在读作 {_short(is_now)}"


def _named(row: Told, key: str) -> str:
    return str(row.get("row") or row.get("figure") or row.get("section") or key)


def _short(value: object) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:60]}…（{len(text)} 字）"
