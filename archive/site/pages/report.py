"""Collects everything that the page of one report shows, with a few small queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from archive.checks import catalog
from archive.database import parse_cell_indexes
from archive.forms import TABLE_KEYS, forms, section_titles
from archive.model import Result, Severity, State
from archive.presentation import (
    DataRow,
    DisplayedFigure,
    DisplayedIndicator,
    FailedCheck,
    LegacyView,
    PrintedTable,
    displayed_figures,
    displayed_indicators,
    failed_check,
    legacy_view,
    merged_rows,
    printed_tables,
)
from archive.site.app import fetch_rows

_CHINESE_NUMERALS = "一二三四五六七八九十"
# `id >= 0` opens the private index on that column (archive/database/schema.toml, Paging).
_SIBLINGS_SQL = """
select id, year, scope from reports where agency_id = :agency and id >= 0 order by year, scope
"""
_DOCUMENT_SQL = """
select d.*, c.fetched from documents d left join captures c on c.id = d.capture_id where d.id = :id
"""
_OTHER_FILES_SQL = """
select url, state from documents where report_id = :id and id >= 0 and id <> :document order by url
"""
_OUTER_SECTIONS = ("preamble", "signature")
_IMPORT_URL_PREFIX = "urn:gongkai:import:"
_REPORT_ROWS_SQL = "select * from {table} where report_id = :id order by {order}"
_TABLE_ORDERS = {
    **dict.fromkeys(("sections", *TABLE_KEYS, "checks", "grids", "leftovers", "candidates"), "number"),
    "legacy_cells": "number",
    "cells": "figure",
    "indicators": "report_id",
    "extra_cells": "number, position",
}


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One section of the report; `paragraphs` is empty if it has no text, `table` None if it has no table."""

    key: str
    numeral: str
    paragraphs: tuple[str, ...]
    table: PrintedTable | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report, ready for its template.

    `grids`: key of a figure → number of the archived table that contains it. `siblings` are the reports of
    the same agency, `other_files` the other documents of this report. `extra_rows` are rows that the form
    lacks: first cell and printed texts. `candidates` are the sources of agency, year and dates.
    """

    report: DataRow
    preamble: tuple[str, ...]
    signature: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    figures: dict[str, DisplayedFigure]
    grids: dict[str, int]
    failures: tuple[FailedCheck, ...]
    displayed_indicators: tuple[DisplayedIndicator, ...]
    result_counts: dict[str, int]
    state_counts: dict[str, int]
    siblings: list[DataRow]
    document: DataRow
    other_files: list[DataRow]
    extra_rows: list[tuple[DataRow, list[str]]]
    legacy: LegacyView | None
    leftovers: list[str]
    candidates: list[DataRow]
    original_url: str | None

    @property
    def archived_at(self) -> str:
        """When the bytes were fetched: `2024-03-01 02:03:04（UTC）`; "" if unknown."""
        fetched = str(self.document["fetched"] or self.document["first_seen"] or "")
        return f"{fetched[:19].replace('T', ' ')}（UTC）" if fetched else ""

    @property
    def file_name(self) -> str:
        """The name of an imported file."""
        url = str(self.report["url"])
        return url.removeprefix(_IMPORT_URL_PREFIX).partition("/")[2] or url

    @property
    def errors(self) -> list[FailedCheck]:
        """Failed checks of the form itself: sums and identities."""
        return [failure for failure in self.failures if failure.severity == Severity.ERROR]

    @property
    def remarks(self) -> list[FailedCheck]:
        """All other failed checks."""
        return [failure for failure in self.failures if failure.severity != Severity.ERROR]


async def report_page(database: Any, report_id: object) -> ReportPage:
    """Query the data of the page of the report `report_id`, which must exist."""
    [report] = await fetch_rows(database, "select * from reports where id = :id", id=report_id)
    parts = {
        table: await fetch_rows(database, _REPORT_ROWS_SQL.format(table=table, order=order), id=report_id)
        for table, order in _TABLE_ORDERS.items()
    }
    names = {check.id: check.zh for check in catalog().values()}
    failures = tuple(failed_check(row, names) for row in parts["checks"] if row["result"] == Result.FAIL)
    figures = _report_figures(report["form"], parts, failures)
    texts = {row["section"]: _paragraphs(row["text"]) for row in parts["sections"]}
    [document] = await fetch_rows(database, _DOCUMENT_SQL, id=report["document_id"])
    return ReportPage(
        report=report,
        preamble=texts.get("preamble", ()),
        signature=texts.get("signature", ()),
        sections=_report_sections(report["form"], texts, figures),
        figures=figures,
        grids={
            key: row["number"]
            for row in parts["grids"]
            for key in parse_cell_indexes(row["figures"], report["form"])
        },
        failures=failures,
        displayed_indicators=displayed_indicators(next(iter(parts["indicators"]), None)),
        result_counts=dict(Counter(row["result"] for row in parts["checks"])),
        state_counts=dict(
            Counter(figure.state.value for figure in figures.values() if figure.state is not State.REPORTED)
        ),
        siblings=await fetch_rows(database, _SIBLINGS_SQL, agency=report["agency_id"]),
        document=document,
        other_files=await fetch_rows(
            database, _OTHER_FILES_SQL, id=report_id, document=report["document_id"]
        ),
        extra_rows=_group_extra_cells(parts["extra_cells"]),
        legacy=legacy_view(parts["legacy_cells"]),
        leftovers=[row["text"] for row in parts["leftovers"]],
        candidates=parts["candidates"],
        original_url=web_address(report["url"]),
    )


def web_address(url: str) -> str | None:
    """`url` if a browser may open it (http or https, with a host), else None."""
    parts = urlsplit(url)
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _report_figures(
    form: str, parts: dict[str, list[DataRow]], failures: tuple[FailedCheck, ...]
) -> dict[str, DisplayedFigure]:
    if form not in forms():
        return {}
    return displayed_figures(form, {table: parts[table] for table in TABLE_KEYS}, parts["cells"], failures)


def _report_sections(
    form: str, texts: dict[str, tuple[str, ...]], figures: dict[str, DisplayedFigure]
) -> tuple[ReportSection, ...]:
    tables = printed_tables(form, merged_rows(figures)) if figures else {}
    chapters = section_titles() if form in forms() else [key for key in texts if key not in _OUTER_SECTIONS]
    return tuple(
        ReportSection(key, numeral, texts.get(key, ()), tables.get(key))
        for key, numeral in zip(chapters, _CHINESE_NUMERALS, strict=False)
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _group_extra_cells(cells: list[DataRow]) -> list[tuple[DataRow, list[str]]]:
    """Rows that no form has: the first cell, which has label and table, and the texts of all cells."""
    rows: dict[int, list[DataRow]] = {}
    for cell in cells:
        rows.setdefault(cell["number"], []).append(cell)
    return [(row[0], [cell["raw"] for cell in row if cell["position"] >= 0]) for row in rows.values()]
