"""Detects the kind of a file from its first bytes."""

from __future__ import annotations

import codecs
import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
ZIP = "application/zip"
OFD = "application/ofd"
OLE = "application/x-ole-storage"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = "application/octet-stream"

SNIFF_BYTES = 4096
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/x-rar-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPE_BY_ZIP_MEMBER: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("OFD.xml", OFD),
    ("xl/workbook.xml", XLSX),
)
# A file with such a suffix and no sign of another format is treated as a damaged file of that kind: its
# reader gives a better message than "unknown file".
_TYPE_BY_SUFFIX = {".docx": DOCX, ".pdf": PDF, ".ofd": OFD, ".md": MARKDOWN, ".markdown": MARKDOWN}
_HTML_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>/]", re.IGNORECASE)
# A fragment is HTML only if it begins with a tag and is not named Markdown, which may contain tags too.
_HTML_FRAGMENT = re.compile(
    rb"\s*<(?:meta|title|div|table|p|span|script|style|link|h[1-6]|ul|a|font|center)[\s>/]", re.IGNORECASE
)
_CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(data: bytes, name: str = "", declared: str = "") -> str:
    """Return the media type of `data`: by its bytes, else by `name`, else by `declared`, else binary."""
    head = data[:SNIFF_BYTES]
    detected = _type_from_magic(data, head)
    if detected:
        return detected
    suffix = PurePosixPath(name.lower()).suffix
    if suffix in (".docx", ".pdf", ".ofd"):
        return _TYPE_BY_SUFFIX[suffix]
    if not _is_text(head):
        return BINARY
    if suffix in _TYPE_BY_SUFFIX:
        return _TYPE_BY_SUFFIX[suffix]
    declared_type = declared.partition(";")[0].strip().lower()
    if declared_type == HTML or _HTML_FRAGMENT.match(_drop_zero_bytes(head)):
        return HTML
    return MARKDOWN if declared_type == MARKDOWN else PLAIN


def _type_from_magic(data: bytes, head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _type_from_zip_members(data)
    if head.startswith(_OLE_MAGIC):
        return DOC if "WordDocument".encode("utf-16-le") in data else OLE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return HTML if _is_text(head) and _HTML_PAGE.search(_drop_zero_bytes(head)) else ""


def _type_from_zip_members(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    return next((kind for part, kind in _TYPE_BY_ZIP_MEMBER if part in names), ZIP)


def _drop_zero_bytes(head: bytes) -> bytes:
    """Return `head` without the zero bytes of UTF-16, so that tags can be found."""
    return head.replace(b"\0", b"") if _is_utf16(head) else head


def _is_utf16(head: bytes) -> bool:
    return head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or detect_utf16(head) != ""


def _is_text(head: bytes) -> bool:
    return not _CONTROL_CHARACTER.search(head) or _is_utf16(head)


def detect_utf16(head: bytes) -> str:
    """Return the byte order of UTF-16 without BOM (`utf-16-le`, `utf-16-be`), empty if it is not UTF-16.

    Digits, tags and line ends have one zero byte each, always on the same side; text in other encodings has
    none. A few stray zero bytes are ignored.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if (even and odd) or (even + odd) * 40 < len(head):
        return ""
    encoding = "utf-16-be" if even else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    if not text:
        return ""
    printable = sum(char in "\t\r\n" or " " <= char <= "~" or "\u2000" <= char <= "\u9fff" for char in text)
    printable += sum("\uff00" <= char <= "\uffef" or char == "\xa0" for char in text)
    return encoding if printable * 20 >= len(text) * 19 else ""
