"""The chapters of an electronic book are read as one page, in the order of its spine."""

from __future__ import annotations

import io
import zipfile

import pytest

from archive.model import UnreadableFile
from tests.archive.readers.containers.test_hidden_reports import TITLES
from tests.support.content_views import read_content, report_paragraphs


def epub_bytes(chapters: list[str], spine: list[int], **replaced: str) -> bytes:
    items = "".join(
        f'<item id="c{number}" href="text/c%20{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(len(chapters))
    )
    nav = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    order = "".join(f'<itemref idref="c{number}"/>' for number in spine)
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="EPUB/content.opf"/></rootfiles></container>',  # noqa: E501
        "EPUB/content.opf": f'<package><manifest>{items}{nav}</manifest><spine><itemref idref="nav"/>{order}</spine></package>',  # noqa: E501
        "EPUB/nav.xhtml": f"<html><body><ol><li>{'</li><li>'.join(TITLES)}</li></ol></body></html>",
        **{
            f"EPUB/text/c {number}.xhtml": f"<html><head><title>x</title></head><body>{text}</body></html>"
            for number, text in enumerate(chapters)
        },
        **{name.replace("_", "/"): text for name, text in replaced.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return stream.getvalue()


CHAPTERS = [f"<h2>{title}</h2><p>第{number}章的工作。</p>" for number, title in enumerate(TITLES)]


@pytest.mark.parametrize("name", ["x.epub", "x.zip", "x"])
def test_the_chapters_are_joined_in_reading_order(name: str) -> None:
    order = [*range(len(CHAPTERS))]
    data = epub_bytes(CHAPTERS[::-1], order[::-1])
    content = read_content(data, name)
    assert content.reader == "epub+html"
    assert report_paragraphs(content)[::2] == list(TITLES)
    assert "R_PART_UNREAD" not in {finding.id for finding in content.findings}


def test_a_chapter_that_is_missing_is_told() -> None:
    data = epub_bytes(CHAPTERS, [*range(len(CHAPTERS))])
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(stream, "w") as kept:
        for info in book.infolist():
            if not info.filename.endswith("c 2.xhtml"):
                kept.writestr(info.filename, book.read(info))
    content = read_content(stream.getvalue(), "x.epub")
    assert [found.detail for found in content.findings if found.id == "R_PART_UNREAD"] == [
        f"EPUB 有 {len(CHAPTERS)} 章，其中 1 章没有读"
    ]


@pytest.mark.parametrize("package", ["", "<package/>", "<package><spine/>"])
def test_a_damaged_book_has_an_error_with_the_cause(package: str) -> None:
    with pytest.raises(UnreadableFile, match="EPUB"):
        read_content(epub_bytes(CHAPTERS, [0], **{"EPUB_content.opf": package}), "x.epub")
