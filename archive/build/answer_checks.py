"""Checks what a worker returned for a document group before any of it is written to the database.

A worker reads hostile files: what it returns is of the right type, but may still name another group's files,
another report's rows, or values that the database refuses.
"""

from __future__ import annotations

from types import NoneType

from archive.build.document_groups import DocumentGroup
from archive.build.read_results import DocumentResult, GroupResult, ReportVersion
from archive.database import FTS_COLUMNS, REPORT_TABLES, DatabaseRow, TableSchema, load_schema, stable_id

_INTEGERS = range(-(2**63), 2**63)
_VALUE_TYPES = {"integer": (int,), "real": (int, float), "text": (str,)}


def check_group_result(group: DocumentGroup, result: GroupResult) -> None:
    """Raise `ValueError` if a result does not belong to the group or cannot be stored."""
    _require(result.page == group.page, "another page")
    urls = [file.url for file in result.files]
    _require(urls == [member.url for member in group.members], "other files")
    _require(all(file.figures in _INTEGERS for file in result.files), "a number out of range")
    for version in result.versions:
        _check_version(version, result.files)


def _check_version(version: ReportVersion, files: tuple[DocumentResult, ...]) -> None:
    _require(version.result in files and version.key == version.result.key, "a report without its file")
    _require(set(version.rows) == {"reports", *REPORT_TABLES}, "other tables")
    _require(len(version.index_entry) == len(FTS_COLUMNS), "another index")
    report_id = stable_id(*version.key)
    _require(len(version.rows["reports"]) == 1, "not one report")
    [report] = version.rows["reports"]
    agency, year, scope = version.key
    expected = {
        "id": report_id,
        "agency": agency,
        "agency_id": stable_id(agency),
        "year": year,
        "scope": scope,
        "url": version.result.url,
        "document_id": stable_id(version.result.url),
    }
    _require(all(report.get(name) == value for name, value in expected.items()), "another report")
    for name, rows in version.rows.items():
        _check_rows(load_schema().table(name), rows)
        _require(name == "reports" or all(row.get("report_id") == report_id for row in rows), "other rows")
    _require(all(band in _INTEGERS for band in version.minhash_bands), "a number out of range")


def _check_rows(table: TableSchema, rows: list[DatabaseRow]) -> None:
    types = {column.name: (*_VALUE_TYPES[column.type], NoneType) for column in table.columns}
    required = [column.name for column in table.columns if column.required]
    keys = set()
    for row in rows:
        for name, value in row.items():
            _require(isinstance(value, types.get(name, ())), name)
            _require(not isinstance(value, int) or value in _INTEGERS, name)
        for name in required:
            _require(row.get(name) is not None, name)
        keys.add(tuple(row.get(name) for name in table.key))
    _require(len(keys) == len(rows), table.name)


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise ValueError(fault)
