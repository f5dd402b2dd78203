"""A Word 97 file whose picture lies on a server: reading it asks nobody. It is made by LibreOffice itself."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from docx import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from PIL import Image

from tests.archive.readers.office.test_libreoffice import SOFFICE, needs_office
from tests.support.content_views import read_content, report_paragraphs

pytestmark = pytest.mark.slow


def may_leave_the_network() -> bool:
    program = shutil.which("unshare")
    ways = (("--net",), ("--user", "--net"))
    return program is not None and any(
        subprocess.run([program, *way, "true"], capture_output=True, check=False).returncode == 0
        for way in ways
    )


class LinkServer:
    """A server on this machine that notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

            def log_message(self, format: str, *args: object) -> None:
                return None

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def picture(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/picture.png"


@pytest.fixture
def server() -> Iterator[LinkServer]:
    found = LinkServer()
    thread = threading.Thread(target=found.http.serve_forever)
    thread.start()
    yield found
    found.http.shutdown()
    thread.join()
    found.http.server_close()


def docx_with_link(picture: str) -> bytes:
    """A docx with a line of text and a picture that is a link."""
    word = Word()
    word.add_paragraph("今年种了树。")
    written = io.BytesIO()
    Image.new("L", (8, 8)).save(written, "PNG")
    drawing = word.add_picture(io.BytesIO(written.getvalue()))._inline
    [blip] = drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    del blip.attrib[f"{{{space}}}embed"]
    blip.set(f"{{{space}}}link", word.part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE, is_external=True))
    whole = io.BytesIO()
    word.save(whole)
    return whole.getvalue()


def convert_document(folder: Path, source: Path, kind: str, *options: str) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        *options,
        "--convert-to",
        kind,
        "--outdir",
        str(folder / "out"),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return folder / "out" / f"{source.stem}.{kind.partition(':')[0]}"


@needs_office
@pytest.mark.skipif(not may_leave_the_network(), reason="this machine allows no process without network")
def test_a_linked_picture_is_not_fetched(tmp_path: Path, server: LinkServer) -> None:
    new = tmp_path / "report.docx"
    new.write_bytes(docx_with_link(server.picture))
    old = convert_document(tmp_path, new, "doc:MS Word 97")
    server.asked.clear()
    convert_document(tmp_path, old, "docx", "--infilter=MS Word 97")
    assert server.asked, "the file links to nothing: this test could not fail"
    server.asked.clear()
    assert report_paragraphs(read_content(old.read_bytes(), "report.doc")) == ["今年种了树。"]
    assert server.asked == []
