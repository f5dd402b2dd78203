from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from archive.model import Document, NeedsOffice, Report, UnreadableFile
from archive.parse import parse_document
from archive.readers.office import libreoffice
from samples.renderers import docx
from samples.world.world import World
from tests.support.content_views import read_content

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)
SOFFICE = next(filter(None, map(shutil.which, libreoffice.LIBREOFFICE_COMMANDS)), None)
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def figure_values(report: Report) -> dict[str, object]:
    return {figure.key: (figure.state, figure.number) for figure in report.figures}


def test_without_libreoffice_the_file_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NeedsOffice, match="LibreOffice") as caught:
        read_content(OLE, "x.doc")
    assert caught.value.state == "needs_office"


@needs_office
def test_a_word_97_file_reads_as_the_docx_that_it_was(tmp_path: Path) -> None:
    (report,) = World(seed=3, reports=1, carriers=("page",)).reports
    new = tmp_path / "report.docx"
    new.write_bytes(docx.render(report))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(new),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = (tmp_path / "report.doc").read_bytes()
    read_old = parse_document(Document(old, "report.doc"))
    assert read_old.reader == "office"
    assert figure_values(read_old) == figure_values(parse_document(Document(new.read_bytes(), "report.docx")))
    # WPS writes the same format under another name.
    assert figure_values(parse_document(Document(old, "report.wps"))) == figure_values(read_old)


@needs_office
def test_a_broken_word_97_file_is_unreadable() -> None:
    with pytest.raises(UnreadableFile):
        read_content(OLE, "x.doc")
