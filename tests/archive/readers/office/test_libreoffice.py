from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.model import Document, NeedsOffice, Report, UnreadableFile
from archive.parse import parse_document
from archive.workers import DocumentCallback, WorkerPool, find_libreoffice
from samples.renderers import docx, office
from samples.world.world import World
from tests.support.content_views import read_content

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)
SOFFICE = find_libreoffice()
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def figure_values(report: Report) -> dict[str, object]:
    return {figure.key: (figure.state, figure.number) for figure in report.figures}


def test_without_libreoffice_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NeedsOffice, match="LibreOffice") as caught:
        read_content(OLE, "x.doc")
    assert caught.value.state == "needs_office"


@needs_office
def test_a_word_97_file_is_read_like_the_docx_it_was_converted_from(tmp_path: Path) -> None:
    (report,) = World(seed=3, reports=1, carriers=("page",)).reports
    docx_path = tmp_path / "report.docx"
    docx_path.write_bytes(docx.render(report))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(docx_path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    doc_bytes = (tmp_path / "report.doc").read_bytes()
    doc_report = parse_document(Document(doc_bytes, "report.doc"))
    assert doc_report.reader == "office"
    assert figure_values(doc_report) == figure_values(
        parse_document(Document(docx_path.read_bytes(), "report.docx"))
    )
    # WPS writes the same format under another name.
    assert figure_values(parse_document(Document(doc_bytes, "report.wps"))) == figure_values(doc_report)


def read_in_worker(job: bytes, excluded: Mapping[str, str], begin: DocumentCallback) -> Report:
    begin("report.doc")
    return parse_document(Document(job, "report.doc"))


@needs_office
def test_a_restricted_worker_converts_files_though_it_can_start_no_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The helper of the worker starts LibreOffice, which leaves nothing in the folder of temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (report,) = World(seed=3, reports=1, carriers=("page",)).reports
    doc = office.render(report)
    [restricted] = WorkerPool(read_in_worker, result_type=Report).results([doc])
    assert restricted.reader == "office"
    assert figure_values(restricted) == figure_values(
        parse_document(Document(docx.render(report), "report.docx"))
    )
    assert list(tmp_path.iterdir()) == []


@needs_office
def test_a_broken_word_97_file_is_unreadable() -> None:
    with pytest.raises(UnreadableFile):
        read_content(OLE, "x.doc")
