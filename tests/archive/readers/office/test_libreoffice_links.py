"""A Word 97 file that links to a picture on a server, made by LibreOffice: reading it sends no request."""

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


def can_run_without_network() -> bool:
    program = shutil.which("unshare")
    option_sets = (("--net",), ("--user", "--net"))
    return program is not None and any(
        subprocess.run([program, *options, "true"], capture_output=True, check=False).returncode == 0
        for options in option_sets
    )


class LinkServer:
    """A server on this machine that records the paths requested."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                requests.append(self.path)
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
    link_server = LinkServer()
    thread = threading.Thread(target=link_server.http.serve_forever)
    thread.start()
    yield link_server
    link_server.http.shutdown()
    thread.join()
    link_server.http.server_close()


def docx_with_link(picture: str) -> bytes:
    """Return a docx with a line of text and a linked picture."""
    word = Word()
    word.add_paragraph("今年种了树。")
    png = io.BytesIO()
    Image.new("L", (8, 8)).save(png, "PNG")
    drawing = word.add_picture(io.BytesIO(png.getvalue()))._inline
    [blip] = drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    del blip.attrib[f"{{{namespace}}}embed"]
    blip.set(f"{{{namespace}}}link", word.part.relate_to(picture, RELATIONSHIP_TYPE.IMAGE, is_external=True))
    docx = io.BytesIO()
    word.save(docx)
    return docx.getvalue()


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
@pytest.mark.skipif(not can_run_without_network(), reason="processes without network are not possible here")
def test_a_linked_picture_is_not_fetched(tmp_path: Path, server: LinkServer) -> None:
    docx_path = tmp_path / "report.docx"
    docx_path.write_bytes(docx_with_link(server.picture))
    doc_path = convert_document(tmp_path, docx_path, "doc:MS Word 97")
    server.requests.clear()
    convert_document(tmp_path, doc_path, "docx", "--infilter=MS Word 97")
    assert server.requests, "the converted file has no link, so this test proves nothing"
    server.requests.clear()
    assert report_paragraphs(read_content(doc_path.read_bytes(), "report.doc")) == ["今年种了树。"]
    assert server.requests == []
