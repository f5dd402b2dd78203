"""Releases for tests of the site: invented reports, stored by the real code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from msgspec import structs

from archive.checks import arithmetic_findings, catalog, equations
from archive.database import fulltext
from archive.database.ids import stable_id
from archive.database.rows import ReportSource, report_key, report_rows
from archive.database.tables import Tables
from archive.forms import form
from archive.model import (
    Candidate,
    ExtraRow,
    Figure,
    Finding,
    Identity,
    Position,
    Provenance,
    Report,
    Result,
    Scope,
    State,
)
from archive.model.report import MERGED_ROW

SECTIONS = {
    "preamble": "现将本机关年度政府信息公开工作报告如下。",
    "overview": "（一）主动公开。全年公开信息若干条。\n（二）依申请公开。就业、社会保障方面的申请按期答复。",
    "disclosure": "主动公开数据见下表。",
    "problems": "公开内容不够细，下一步将加强人员培训，改进栏目设置。",
    "other_matters": "本年度没有收取信息处理费。",
    "signature": "某机关\n2024年1月8日",
}


@dataclass
class SiteReport:
    """A report to publish; `figures` overrides, by key, the zeros of all other cells."""

    agency: str
    year: int = 2023
    form: str = "2021"
    figures: Mapping[str, Figure | int] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=lambda: SECTIONS)
    title: str = ""
    url: str = ""
    published: str | None = "2024-01-20"
    extra_rows: tuple[ExtraRow, ...] = ()
    leftovers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    scope: Scope = Scope.OWN
    provenance: Provenance = Provenance.OFFICIAL

    def report(self) -> Report:
        """Return the report as the parser would read it."""
        figures = tuple(self._figure(*key) for key in _figure_keys(self.form))
        by_key = {figure.place: figure for figure in figures}
        title = self.title or f"{self.agency}{self.year}年政府信息公开工作年度报告"
        candidates = (Candidate("agency", self.agency, "标题"), Candidate("year", str(self.year), "标题"))
        identity = Identity(
            self.agency, self.agency, self.year, title, self.published, "2024-01-08", self.scope,
            self.provenance, candidates,
        )  # fmt: skip
        findings = (*self.findings, *arithmetic_findings(equations(form(self.form), by_key)))
        return Report(
            identity,
            self.form,
            "html",
            dict(self.sections),
            figures,
            findings,
            self.leftovers,
            self.extra_rows,
        )

    def _figure(self, table: str, row: str, column: str) -> Figure:
        value = self.figures.get(f"{table}.{row}.{column}", 0)
        if isinstance(value, Figure):
            return structs.replace(value, table=table, row=row, column=column)
        position = Position(0, 1, 1)
        return Figure(table, row, column, State.REPORTED, str(value), Decimal(value), position=position)


def blank_figure() -> Figure:
    return Figure("", "", "", State.BLANK)


def dash_figure(mark: str = "/") -> Figure:
    return Figure("", "", "", State.DASH, mark)


def absent_figure(raw: str = "") -> Figure:
    return Figure("", "", "", State.ABSENT, raw)


def unreadable_figure(raw: str) -> Figure:
    return Figure("", "", "", State.UNREADABLE, raw)


def money_figure(raw: str, number: str, unit: str) -> Figure:
    return Figure("", "", "", State.REPORTED, raw, Decimal(number), unit)


def row_figures(table: str, row: str, figure: Figure, form_id: str = "2021") -> dict[str, Figure]:
    """Return `figure` for every column of a row."""
    return {
        f"{table}.{row}.{column.key}": figure
        for column in form(form_id).table(table).rows_by_key[row].columns
    }


def failed_finding(check: str, table: str = "", row: str = "", column: str = "", detail: str = "") -> Finding:
    """Return the finding of a failed check."""
    return Finding(check, Result.FAIL, catalog()[check].severity, table, row, column, detail=detail)


def site_reports() -> list[SiteReport]:
    """Return reports with every state, form and mark."""
    fee = money_figure("17,350.00元", "1.735", "元")
    odd = {
        "disclosure.fees.fee_amount": fee,
        "disclosure.licences.decisions": dash_figure(),
        "disclosure.penalties.decisions": unreadable_figure("若干"),
        **row_figures("disclosure", "rules", absent_figure()),
        "requests.new_requests.natural_person": 167,
        "requests.new_requests.total": 169,
        "requests.granted.business": blank_figure(),
        "requests.granted.total": 3,
        "requests.processed_total.natural_person": 12,
        "challenges.review.upheld": 2,
        "challenges.review.total": 1,
    }
    merged = {**row_figures("requests", "closed_not_corrected", absent_figure(MERGED_ROW)),
              **row_figures("requests", "closed_fee_unpaid", absent_figure(MERGED_ROW))}  # fmt: skip
    unit = failed_finding("T2_FEE_UNIT", "disclosure", "fees", "fee_amount", "17,350.00元 → 1.735 万元")
    extra = ExtraRow("disclosure", "其他主动公开文件", ("186", "86", "255"), Position(0, 5, 0))
    return [
        SiteReport("湖南省长沙市公安局", figures=odd, findings=(unit, failed_finding("F_ROWS_MISSING", detail="规章")),  # noqa: E501
               extra_rows=(extra,), leftovers=("扫码以外的一行字",)),
        SiteReport("湖南省长沙市公安局", 2022, published=None),
        SiteReport("湖南省长沙市公安局", 2020, "2019",
               row_figures("disclosure", "rules", absent_figure(), "2019") | {"disclosure.licences.change": -8}),  # noqa: E501
        SiteReport("福建省莆田市人民政府", 2021, figures=merged),
        SiteReport("四川省达州市教育局", 2021, url="https://jyj.dazhou.gov.cn/xxgk/2021.html"),
        SiteReport("广东省广州市民政局", title='=HYPERLINK("http://evil.example/")', url="javascript:alert(1)"),  # noqa: E501
    ]  # fmt: skip


class ReportProvider(Protocol):
    """A source of a report, and the report's URL ("" for an invented one)."""

    url: str

    def report(self) -> Report:
        """Return the report as the parser has read it."""


def publish_release(data: Path, samples: Sequence[ReportProvider], name: str = "") -> Path:
    """Publish a release of `samples` under `data`, make it current, and return its folder."""
    reports = [sample.report() for sample in samples]
    origins = [_origin(sample.url, report) for sample, report in zip(samples, reports, strict=True)]
    digest = name or hashlib.sha256(repr(reports).encode()).hexdigest()[:16]
    folder = data / "releases" / digest
    folder.mkdir(parents=True)
    tables = Tables(folder / "work.db")
    fulltext.create_fulltext_index(tables.connection)
    for report, origin in zip(reports, origins, strict=True):
        _store_report(tables, report, origin)
    tables.write_derived_tables()
    tables.finish(folder / "archive.db")
    (folder / "work.db").unlink()
    make_current(data, folder)
    return folder


def make_current(data: Path, folder: Path) -> None:
    """Make a release the current one, in one step."""
    link = data / ".current"
    link.symlink_to(folder.relative_to(data), target_is_directory=True)
    link.replace(data / "current")


def _figure_keys(form_id: str) -> list[tuple[str, str, str]]:
    return [
        (table.key, row.key, column.key)
        for table in form(form_id).tables
        for row in table.rows
        for column in row.columns
    ]


def _origin(url: str, report: Report) -> ReportSource:
    identity = report.identity
    address = url or f"http://www.example.gov.cn/{stable_id(identity.agency)}/{identity.year}.html"
    return ReportSource(address, stable_id(address), "text/html", "1")


def _store_report(tables: Tables, report: Report, origin: ReportSource) -> None:
    key = report_key(report)
    assert key
    number = stable_id(*key)
    digest = hashlib.sha256(origin.url.encode()).hexdigest()
    capture = {
        "id": f"urn:{digest[:8]}", "run": "r1", "url": origin.url, "role": "report", "record": "response",
        "outcome": "ok", "fetched": "2024-03-01T02:03:04Z", "status": 200, "media_type": "text/html",
        "digest": digest, "file": "r1-1-0.warc.gz", "offset": 0, "length": 9, "parent": "", "link_text": "",
        "detail": "", "refers_to": "",
    }  # fmt: skip
    document = {
        "id": origin.document_id, "url": origin.url, "page": origin.url, "role": "report", "link_text": "",
        "digest": digest, "media_type": origin.media_type, "state": "read", "detail": "", "figures": 200,
        "report_id": number, "parsed": "1", "capture_id": capture["id"], "first_seen": capture["fetched"],
        "last_seen": capture["fetched"],
    }  # fmt: skip
    tables.insert({**report_rows(report, key, origin), "documents": [document], "captures": [capture]})
    texts = {"title": report.identity.title or "", **report.sections}
    fulltext.add_to_fulltext(tables.connection, number, fulltext.index_entry(texts))
