from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import charset, media_types


def zip_bytes(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            # A fixed date: otherwise the current time would be in the bytes, and in the id of a test.
            archive.writestr(zipfile.ZipInfo(name), "x")
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%", media_types.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", media_types.PDF),
        (zip_bytes("[Content_Types].xml", "word/document.xml"), media_types.DOCX),
        (zip_bytes("OFD.xml", "Doc_0/Document.xml"), media_types.OFD),
        (zip_bytes("a.txt"), media_types.ZIP),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), media_types.DOC),
        (OLE + b"\0" * 600, "application/x-ole-storage"),
        (b"\x89PNG\r\n\x1a\n0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8", "image/webp"),
        (b"Rar!\x1a\x07\x01\0", "application/x-rar-compressed"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", media_types.HTML),
        (b"\n<div id='zoom'>", media_types.HTML),
        ("<html><body>树".encode("utf-16"), media_types.HTML),
        (b"{\\rtf1\\ansi <html>}", media_types.RTF),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:x/>', media_types.WORD_XML),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><x/>', media_types.EXCEL_XML),
        (b"From: <x>\r\nMIME-Version: 1.0\r\n\r\n<html>", media_types.MHT),
        (b'{"html": "<html><body>"}', media_types.JSON),
        ("一、种树\n".encode(), media_types.PLAIN),
        ("种树".encode("utf-16"), media_types.PLAIN),
        (b"\0\1\2\3", media_types.BINARY),
    ],
)
def test_the_media_type_is_decided_by_the_bytes(data: bytes, expected: str) -> None:
    assert media_types.media_type(data) == expected
    assert media_types.media_type(data, "x.bin", "text/css") == expected


@pytest.mark.parametrize(
    ("data", "name", "declared", "expected"),
    [
        (b"# x", "x.md", "", media_types.MARKDOWN),
        (b"<p align=center>x</p>\n# x", "x.md", "", media_types.MARKDOWN),
        (b"see <table> below", "x.txt", "", media_types.PLAIN),
        (b"only text", "x.htm", "text/html; charset=gbk", media_types.HTML),
        (b"no zip at all", "x.docx", "", media_types.DOCX),
        (b"\0\1\2", "X.DOCX", "", media_types.DOCX),
        (b"<html><body>gone</body></html>", "x.docx", "", media_types.HTML),
        (b"garbage", "x.pdf", "", media_types.PDF),
        (zip_bytes("word/document.xml")[:40], "x.docx", "", media_types.DOCX),
    ],
)
def test_names_and_headers_are_used_when_the_bytes_are_ambiguous(
    data: bytes, name: str, declared: str, expected: str
) -> None:
    assert media_types.media_type(data, name, declared) == expected


TEXT = "臨湘市種了樹，〇年〔2019〕60号"


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        (TEXT.encode(), "", "utf-8"),
        (TEXT.encode(), "text/html; charset=gb2312", "utf-8"),
        (TEXT.encode("utf-8-sig"), "gbk", "utf-8-sig"),
        (TEXT.encode("utf-16"), "", "utf-16"),
        (TEXT.encode("gb18030"), "", "gb18030"),
        (TEXT.encode("gb18030"), "text/html; charset=GB2312", "gb18030"),
        (TEXT.encode("gb18030"), "ISO-8859-1", "gb18030"),
        (TEXT.encode("gb18030"), "no-such-charset", "gb18030"),
        (b'<meta charset="gbk">' + TEXT.encode("gb18030"), "", "gb18030"),
        (b'<meta charset="gbk">' + TEXT.encode(), "", "utf-8"),
    ],
)
def test_the_encoding_is_chosen_in_order(data: bytes, declared: str, encoding: str) -> None:
    text, used = charset.decode_text(data, declared)
    assert used == encoding
    assert text.endswith(TEXT)


PAGE = f"<html><body><p>2019年的报告：{TEXT}</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_detected_without_a_byte_order_mark(encoding: str) -> None:
    assert charset.decode_text(PAGE.encode(encoding), "text/html; charset=utf-8") == (PAGE, encoding)
    assert media_types.media_type(PAGE.encode(encoding)) == media_types.HTML
    plain = f"1. {TEXT}\r\n2. {TEXT}\r\n"
    assert charset.decode_text(plain.encode(encoding)) == (plain, encoding)
    assert media_types.media_type(plain.encode(encoding)) == media_types.PLAIN


def test_a_stray_zero_byte_is_not_taken_for_utf16() -> None:
    data = PAGE.encode() + b"\0" + PAGE.encode()
    assert charset.decode_text(data) == (PAGE + "\0" + PAGE, "utf-8")


@pytest.mark.parametrize("declared", ["big5", "euc-kr", "shift_jis", "windows-1251", "utf-8", "utf-16"])
def test_a_wrong_declared_encoding_is_ignored(declared: str) -> None:
    text = "本年度收到政府信息公开申请三件，情况如下。" * 5
    assert charset.decode_text(text.encode("gb18030"), f"text/html; charset={declared}")[0] == text


@pytest.mark.parametrize(
    "declared",
    [
        "hex",
        "rot13",
        "base64",
        "zlib",
        "undefined",
        "idna",
        "punycode",
        "unicode_escape",
        "utf-7",
        "no-such",
        "",
    ],
)
def test_a_codec_that_is_no_charset_is_ignored(declared: str) -> None:
    text = f'<meta charset="{declared}">本年度收到政府信息公开申请三件。'
    assert charset.decode_text(text.encode("gb18030")) == (text, "gb18030")
    assert charset.decode_text(text.encode("gb18030"), f"text/html; charset={declared}") == (text, "gb18030")
    assert charset.decode_text(b"\xff\xff" * 9, declared)[1].endswith("+lossy")


@pytest.mark.parametrize("place", [3, 100, -1])
def test_utf8_with_a_missing_byte_is_still_utf8(place: int) -> None:
    encoded = ("政府信息公开工作年度报告。" * 20).encode()
    data = encoded[:place] if place < 0 else encoded[:place] + encoded[place + 1 :]
    text, encoding = charset.decode_text(data, "gbk")
    assert encoding == "utf-8+lossy"
    assert text.count("信息公开") >= 18


def test_big5_is_read_when_it_is_declared() -> None:
    data = "種樹報告，臨湘市人力資源".encode("big5")
    assert charset.decode_text(data, "text/html; charset=big5") == ("種樹報告，臨湘市人力資源", "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_only_invalid_bytes_are_lost(encoding: str) -> None:
    text, used = charset.decode_text(TEXT.encode(encoding) * 30 + b"\xff" + "完".encode(encoding), encoding)
    assert used == f"{encoding}+lossy"
    assert text.startswith(TEXT * 30)
    assert 1 <= text.count("\ufffd") <= 2


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_can_be_decoded(data: bytes, declared: str) -> None:
    text, encoding = charset.decode_text(data, declared)
    assert isinstance(text, str)
    assert encoding
    assert "/" in media_types.media_type(data, declared, declared)


@given(st.text(st.characters(codec="gb18030", exclude_categories=("Cs",)), max_size=200))
def test_utf8_is_not_taken_for_another_encoding(text: str) -> None:
    assert charset.decode_text(text.encode()) in ((text, "utf-8"), (text.removeprefix("\ufeff"), "utf-8-sig"))
