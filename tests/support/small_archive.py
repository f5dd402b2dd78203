"""A small archive for tests of builds: captures written by hand, and a parser of JSON reports."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from archive.build.builder import Builder
from archive.build.read_results import Parser
from archive.build.result import BuildResult
from archive.build.source_facts import SourceFacts
from archive.forms import figure_keys
from archive.ledger.ledger import Ledger
from archive.model import (
    Candidate,
    Capture,
    Document,
    Figure,
    Finding,
    Identity,
    NotAReport,
    Outcome,
    Position,
    Provenance,
    Report,
    Result,
    Role,
    Scope,
    Severity,
    State,
    UnreadableFile,
)
from archive.warc.records import Record, sha256
from archive.warc.writer import WarcWriter

SOURCE_FACTS = SourceFacts({"lin": {"id": "lin", "name": "临川县", "province": "江西省"}}, (".gov.cn.test",))
PAGE_URL = "http://rsj.lin.gov.cn.test/2023.html"


def report_bytes(agency: str | None = "临川县教育局", year: int | None = 2023, **fields: object) -> bytes:
    """Return the bytes of a report for `parse_json`."""
    return json.dumps({"agency": agency, "year": year, **fields}, ensure_ascii=False).encode()


def parse_json(document: Document) -> Report:
    """Parse a report of the 2021 form from JSON; figures not in `cells` are `value`."""
    if document.data.startswith(b"broken"):
        raise UnreadableFile("文件断了")
    if not document.data.startswith(b"{"):
        raise NotAReport("不是年报")
    fields = json.loads(document.data)
    return report_from_fields(fields, document)


def report_from_fields(fields: dict[str, object], document: Document | None = None) -> Report:
    """Return the report that `fields` describe."""
    official = document.official if document else None
    provenance = {True: Provenance.OFFICIAL, False: Provenance.MIRROR, None: Provenance.UNKNOWN}[official]
    context = document.context if document else ()
    agency = fields.get("agency") or next(
        (candidate.value for candidate in context if candidate.field == "publisher"), None
    )
    year = fields.get("year")
    title = fields.get("title", f"{agency}{year}年政府信息公开工作年度报告")
    return Report(
        identity=Identity(
            agency=str(agency) if agency else None,
            agency_printed=str(fields.get("printed", agency)) if agency else None,
            year=year if isinstance(year, int) else None,
            title=str(title),
            published=None,
            signed="2024-01-20",
            scope=Scope(str(fields.get("scope", "own"))),
            provenance=provenance,
            candidates=(Candidate("title", str(title), "h1"), Candidate("publisher", "临川县教育局", "meta")),
        ),
        form="2021",
        reader="html",
        sections={"overview": str(fields.get("text", "全县教育信息公开。")), "signature": f"{agency}"},
        figures=tuple(_figures(fields)),
        findings=(
            Finding("T3_ROW", Result.FAIL, Severity.ERROR, "requests", "granted", "total", Decimal(3)),
        ),
        leftovers=("未归类",),
    )


def _figures(fields: dict[str, object]) -> list[Figure]:
    special = dict(fields.get("cells", {}))  # type: ignore[call-overload]
    absent = set(fields.get("absent", ()))  # type: ignore[call-overload]
    return [
        Figure(table, row, column, State.ABSENT)
        if row in absent
        else _figure((table, row, column), special.get(f"{table}.{row}.{column}", fields.get("value", 1)))
        for table, row, column in figure_keys("2021")
    ]


def _figure(key: tuple[str, str, str], printed: object) -> Figure:
    position = Position(1, 2, 3)
    if printed == "":
        return Figure(*key, State.BLANK, "", position=position)
    return Figure(*key, State.REPORTED, str(printed), Decimal(str(printed)), position=position)


@dataclass
class SmallArchive:
    """A data directory that tests fill and build."""

    data: Path
    parser: Parser = field(default_factory=lambda: Parser("1", parse_json))
    facts: SourceFacts = SOURCE_FACTS
    runs: int = 0

    def add_response(self, url: str, body: bytes, *, role: Role = Role.REPORT, **options: str) -> Capture:
        """Archive a response, or that nothing had changed since the same bytes were archived."""
        with Ledger.open(self.data) as ledger:
            run = ledger.runs.begin("test")
            kind = "resource" if role in (Role.IMPORT, Role.RENDERED) else "response"
            record = Record(
                kind,
                url,
                role,
                Outcome.OK,
                payload=body,
                digest=sha256(body),
                headers=((b"Content-Type", b"application/json"),) if kind == "response" else (),
                status=200 if kind == "response" else None,
                media_type="application/json",
                source="" if role is Role.IMPORT else "lin",
                **options,
            )
            with WarcWriter(ledger.warc_dir, run) as writer:
                capture = writer.write(record)
            ledger.captures.add(capture)
            return capture

    def add_revisit(self, capture: Capture) -> Capture:
        """Archive that a page was visited again and had not changed."""
        return self.add_capture(
            "revisit",
            capture.url,
            role=capture.role,
            outcome=Outcome.OK,
            digest=capture.digest,
            refers_to=capture,
            parent=capture.parent,
        )

    def add_capture(self, kind: str, url: str, **fields: object) -> Capture:
        """Archive any outcome."""
        with Ledger.open(self.data) as ledger:
            run = ledger.runs.begin("test")
            with WarcWriter(ledger.warc_dir, run) as writer:
                capture = writer.write(Record(kind, url, source="lin", **fields))  # type: ignore[arg-type]
            ledger.captures.add(capture)
            return capture

    def build(self, *, full: bool = False, accepted_shrinking: str = "a test removes reports") -> BuildResult:
        """Build a release with the stand-in parser; it may hold much less than the one before."""
        builder = Builder(self.data, self.facts, parser=self.parser)
        return builder.run(full=full, accepted_shrinking=accepted_shrinking)

    @property
    def database(self) -> Path:
        """The current release's database."""
        return self.data / "current" / "archive.db"
