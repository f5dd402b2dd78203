from __future__ import annotations

import io
import zipfile

import pytest

from archive.model import NeedsOcr, NotSupported, UnreadableFile
from tests.support.content_views import read_content, report_paragraphs
from tests.support.pdf_drawings import PdfDrawing

TEXT = "绿化局年报\n一、总体情况\n今年种了树。\n二、主动公开政府信息情况\n都公开了。\n".encode()


def zip_bytes(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            # A fixed date: otherwise the current time would be in the bytes, and in the id of a test.
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_the_member_most_like_a_report_is_read() -> None:
    content = read_content(zip_bytes(**{"说明.txt": "请看另一个文件。".encode(), "年报.txt": TEXT}), "x.zip")
    assert report_paragraphs(content)[0] == "绿化局年报"
    assert [finding.detail for finding in content.findings if finding.id == "R_MEMBER_LEFT_OUT"] == [
        "说明.txt：另一个文件更像年报"
    ]


def test_an_archive_of_one_file_is_treated_like_that_file() -> None:
    with pytest.raises(NeedsOcr):
        read_content(zip_bytes(**{"a.pdf": PdfDrawing().start_page().to_bytes()}), "x.zip")


def test_the_other_files_are_read_if_one_is_an_archive() -> None:
    content = read_content(zip_bytes(**{"年报.txt": TEXT, "b.zip": zip_bytes(**{"a.txt": TEXT})}), "x.zip")
    assert report_paragraphs(content)[0] == "绿化局年报"


def test_an_archive_in_an_archive_is_not_opened() -> None:
    with pytest.raises(NotSupported):
        read_content(zip_bytes(**{"b.zip": zip_bytes(**{"a.txt": TEXT})}), "x.zip")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zip_bytes(**{f"{number}.txt": TEXT for number in range(60)}), "过多"),
        (zip_bytes(**{"a.bin": b"\0\1", "b.bin": b"\0\2"}), "没有能读的文件"),
        (zip_bytes(**{"a.txt": TEXT})[:40], "未知"),
        (zip_bytes(**{"": TEXT}), "已损坏"),
    ],
)
def test_archives_without_readable_files(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_content(data, "x.zip")


def test_a_zip_bomb_is_stopped_by_its_uncompressed_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.readers.zip_archive._MAX_MEMBER_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="压缩炸弹"):
        read_content(zip_bytes(**{"a.txt": bytes(5000)}), "x.zip")


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (b"Rar!\x1a\x07\x01\x00" + bytes(30), "not_supported"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(30), "not_supported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "needs_ocr"),
        (b"\xff\xd8\xff" + bytes(30), "needs_ocr"),
    ],
)
def test_unsupported_kinds_have_their_own_state(data: bytes, state: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_content(data, "x")
    assert caught.value.state == state
