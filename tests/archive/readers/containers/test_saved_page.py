from __future__ import annotations

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from archive.model import UnreadableFile
from tests.archive.readers.containers.test_hidden_reports import REPORT, TITLES
from tests.support.content_views import read_content, report_paragraphs


def saved_page(*parts: tuple[str, str, str], start: str = "") -> bytes:
    """Return an MHT file; a part is its content ID, HTML and charset."""
    message = MIMEMultipart("related", **({"start": start} if start else {}))
    for content_id, text, charset in parts:
        part = MIMEText(f"<html><body>{text}</body></html>", "html", charset)
        part["Content-ID"] = content_id
        part["Content-Location"] = "http://localhost/page.htm"
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("name", ["report.mht", "report.doc", "report"])
def test_the_page_is_read_in_its_charset(charset: str, name: str) -> None:
    content = read_content(saved_page(("<a>", REPORT, charset)), name)
    assert content.reader == "mht+html"
    assert report_paragraphs(content)[0] == TITLES[0]


def test_the_root_part_is_the_page() -> None:
    data = saved_page(("<a>", "<p>菜单</p>", "utf-8"), ("<b>", f"<p>树</p>{REPORT}", "utf-8"), start="<b>")
    assert report_paragraphs(read_content(data, "x.mht"))[0] == "树"


def test_a_report_in_a_frame_of_the_page_is_read() -> None:
    data = saved_page(("<a>", "<p>菜单</p>", "utf-8"), ("<b>", REPORT, "utf-8"))
    content = read_content(data, "x.mht")
    assert report_paragraphs(content)[0] == TITLES[0]
    assert [found.detail for found in content.findings if found.id == "R_CONTAINER"] == ["MHT 里的 page.htm"]


def test_a_mail_without_a_page_is_unreadable() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(b"\x89PNG", maintype="image", subtype="png")
    with pytest.raises(UnreadableFile, match="MHT"):
        read_content(message.as_bytes(), "x.mht")
