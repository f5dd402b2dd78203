"""The state of each file of a group: the report itself, a copy of it, a stub, or why it could not be read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive.build.document_groups import group_captures
from archive.build.group_reader import read_group
from archive.build.read_results import GroupResult, Parser
from archive.ledger.ledger import Ledger
from archive.model import Outcome, Role
from archive.warc import Record, WarcWriter, sha256
from tests.support.small_archive import PAGE_URL, SOURCE_FACTS, SmallArchive, parse_json, report_bytes

DOCX = "http://rsj.lin.gov.cn.test/files/a.docx"
PDF = "http://rsj.lin.gov.cn.test/files/a.pdf"
STUB = "<html><body>年报见附件</body></html>".encode()


def add_files(data: Path, page: bytes, **attachments: bytes) -> SmallArchive:
    archive = SmallArchive(data)
    archive.add_response(PAGE_URL, page)
    for name, body in attachments.items():
        url = {"docx": DOCX, "pdf": PDF}[name]
        archive.add_response(url, body, role=Role.ATTACHMENT, parent=PAGE_URL, link_text="附件")
    return archive


def read_only_group(archive: SmallArchive, **stopped: str) -> tuple[GroupResult, list[str]]:
    """Read the only group; return its result and the files that were begun."""
    begun: list[str] = []
    with Ledger.open(archive.data) as ledger:
        [group] = group_captures(ledger.captures.select(), SOURCE_FACTS)
        reasons = {{"docx": DOCX, "pdf": PDF}[name]: reason for name, reason in stopped.items()}
        result = read_group(group, reasons, begun.append, ledger.warc_dir, Parser("1", parse_json))
    return result, begun


def states(result: GroupResult) -> dict[str, str]:
    return {file.url: file.state for file in result.files}


def test_of_files_with_the_same_report_the_one_with_most_figures_is_kept(tmp_path: Path) -> None:
    absent = ["granted", "new_requests"]
    archive = add_files(tmp_path, report_bytes(absent=absent), docx=report_bytes())
    result, begun = read_only_group(archive)
    assert states(result) == {PAGE_URL: "superseded", DOCX: "read"}
    assert begun == [PAGE_URL, DOCX]
    assert [version.result.url for version in result.versions] == [DOCX]


def test_a_page_whose_attachment_is_the_report_is_a_stub(tmp_path: Path) -> None:
    result, _ = read_only_group(add_files(tmp_path, STUB, docx=report_bytes()))
    assert states(result) == {PAGE_URL: "stub", DOCX: "read"}
    assert next(file.detail for file in result.files if file.url == PAGE_URL) == f"正文在附件 {DOCX}"


def test_a_page_whose_attachment_cannot_be_read_is_a_stub_that_names_it(tmp_path: Path) -> None:
    result, _ = read_only_group(add_files(tmp_path, STUB, pdf=b"broken"))
    assert states(result) == {PAGE_URL: "stub", PDF: "unreadable"}
    assert next(file.detail for file in result.files if file.url == PAGE_URL) == f"正文在附件 {PDF}，没有读出"
    assert result.versions == ()


def test_a_page_without_report_and_attachment_is_no_report(tmp_path: Path) -> None:
    assert states(read_only_group(add_files(tmp_path, STUB))[0]) == {PAGE_URL: "not_report"}


def test_a_file_with_which_a_worker_was_lost_waits_for_the_next_build(tmp_path: Path) -> None:
    archive = add_files(tmp_path, report_bytes(), pdf=report_bytes())
    result, begun = read_only_group(archive, pdf="读取超过 90 秒，已停止")
    assert begun == [PAGE_URL]
    assert states(result)[PDF] == "not_read_yet"
    assert next(file.detail for file in result.files if file.url == PDF) == (
        "读取超过 90 秒，已停止；下次 build 再读"
    )


def test_a_report_without_agency_or_year_is_unidentified_and_says_what_is_missing(tmp_path: Path) -> None:
    for name, fields, missing in (("a", {"agency": None}, "机关"), ("b", {"year": None}, "年度")):
        result, _ = read_only_group(add_files(tmp_path / name, report_bytes(**fields)))
        assert [(file.state, file.detail) for file in result.files] == [
            ("unidentified", f"是年报，但看不出{missing}")
        ]


def test_a_damaged_record_costs_one_file(tmp_path: Path) -> None:
    archive = add_files(tmp_path, report_bytes(), pdf=report_bytes())
    with Ledger.open(archive.data) as ledger:
        [capture] = [capture for capture in ledger.captures.select() if capture.url == PDF]
    file = archive.data / "warc" / capture.file
    body = bytearray(file.read_bytes())
    for position in range(capture.offset + capture.length - 40, capture.offset + capture.length - 20):
        body[position] ^= 0xFF
    file.write_bytes(body)
    assert states(read_only_group(archive)[0]) == {PAGE_URL: "read", PDF: "unreadable"}


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"gzip", gzip.compress(report_bytes())[:-9]),
        (b"br", b"no brotli at all"),
        (b"zstd", b"no zstandard"),
        (b"rot13", report_bytes()),
    ],
)
def test_a_body_that_cannot_be_decoded_costs_one_file(tmp_path: Path, encoding: bytes, body: bytes) -> None:
    archive = add_files(tmp_path, report_bytes())
    with Ledger.open(archive.data) as ledger:
        record = Record(
            kind="response",
            url=PDF,
            role=Role.ATTACHMENT,
            outcome=Outcome.OK,
            status=200,
            payload=body,
            digest=sha256(body),
            headers=((b"Content-Encoding", encoding),),
            parent=PAGE_URL,
        )
        with WarcWriter(ledger.warc_dir, ledger.runs.begin("test")) as writer:
            ledger.captures.add(writer.write(record))
    assert states(read_only_group(archive)[0]) == {PAGE_URL: "read", PDF: "unreadable"}


def test_different_figures_of_two_files_are_a_finding_of_the_report(tmp_path: Path) -> None:
    other = report_bytes(cells={"requests.granted.total": 2})
    result, _ = read_only_group(add_files(tmp_path, report_bytes(), docx=other))
    [version] = result.versions
    checks = [row for row in version.rows["checks"] if row["check_id"] == "F_FILES_DIFFER"]
    assert [(row["row_key"], row["result"]) for row in checks] == [("granted", "fail")]
