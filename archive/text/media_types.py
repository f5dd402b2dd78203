"""Detects the kind of a file from its first bytes."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath

from archive.text.zip_errors import ZIP_ERRORS

HTML = "text/html"
PLAIN = "text/plain"
MARKDOWN = "text/markdown"
CSV = "text/csv"
JSON = "application/json"
MHT = "multipart/related"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
WORD_XML = "application/x-word-2003-xml"
EXCEL_XML = "application/x-excel-2003-xml"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FODT = f"{ODT}-flat-xml"
FODS = f"{ODS}-flat-xml"
PDF_XML = "application/x-pdf2xml"
WORD_BOXES = "application/x-word-boxes"
UOF_TEXT = "application/x-uof-text"
UOF_SHEET = "application/x-uof-spreadsheet"
FLAT_DOCX = f"{DOCX}-flat-xml"
ZIP = "application/zip"
OFD = "application/ofd"
EPUB = "application/epub+zip"
OLE = "application/x-ole-storage"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY = "application/octet-stream"

SNIFF_BYTES = 4096
# The root tag of an XML document may declare many namespaces before it says what the document is.
_XML_HEAD_BYTES = 3 * SNIFF_BYTES
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
_CONTENT_TYPES_PART = "[Content_Types].xml"
# Types of the main part, which may have any name: documents, templates, and both with macros.
_MAIN_PART_TYPES = (
    (re.compile(rb"word(?:processingml)?\.(?:document|template)[\w.]*\.?main\+xml"), DOCX),
    (re.compile(rb"(?:spreadsheetml|excel)\.(?:sheet|template)[\w.]*\.?main\+xml"), XLSX),
)
_MAX_SMALL_PART_BYTES = 256 * 1024
# Types that a package states; templates and master documents have longer names that begin in the same way.
_STATED_TYPES = (ODT, ODS, EPUB)
# A file with such a suffix and no sign of another format is treated as a damaged file of that kind: its
# reader gives a better message than "unknown file".
_TYPE_BY_SUFFIX = {
    ".docx": DOCX,
    ".pdf": PDF,
    ".ofd": OFD,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": CSV,
    ".tsv": CSV,
}
# Prose has full-width commas, or values of different numbers in each line.
# A report has its first table within so many bytes.
_DELIMITED_SNIFF_BYTES = 512 * 1024
_MIN_DELIMITED_COLUMNS, _MIN_DELIMITED_ROWS, _MAX_DELIMITED_VALUE_BYTES = 4, 3, 120
_TYPE_BY_DECLARED = {MARKDOWN: MARKDOWN, CSV: CSV, "text/tab-separated-values": CSV}
_HTML_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>/]", re.IGNORECASE)
# A fragment is HTML only if it begins with a tag and is not named Markdown, which may contain tags too.
_HTML_FRAGMENT = re.compile(
    rb"\s*<(?:meta|title|div|table|p|span|script|style|link|h[1-6]|ul|a|font|center)[\s>/]", re.IGNORECASE
)
# An XML document is recognised by its first tags, before any text.
_XML_START = rb"\s*(?=<\?xml|<\?mso|<w:|<office:|<uof:|<pkg:|<pdf2xml)(?s:.{0,12000}?)"
# Formats whose text may contain the tags of a page; each pattern matches from the first byte.
_TEXT_FORMATS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*\{\\rtf"), RTF),
    (re.compile(_XML_START + rb"<pkg:package\s[^>]*2006/xmlPackage"), FLAT_DOCX),
    (re.compile(_XML_START + rb"<uof:UOF\s[^>]*mimetype=[\"']vnd\.uof\.text"), UOF_TEXT),
    (re.compile(_XML_START + rb"<uof:UOF\s[^>]*mimetype=[\"']vnd\.uof\.spreadsheet"), UOF_SHEET),
    (re.compile(_XML_START + rb"<(?:\?mso-application\s+progid=[\"']Word\.|w:wordDocument[\s>])"), WORD_XML),
    (re.compile(_XML_START + rb"<\?mso-application\s+progid=[\"']Excel\."), EXCEL_XML),
    (re.compile(_XML_START + rb"<office:document\s[^>]*mimetype=[\"']" + re.escape(ODT.encode())), FODT),
    (re.compile(_XML_START + rb"<office:document\s[^>]*mimetype=[\"']" + re.escape(ODS.encode())), FODS),
    (re.compile(_XML_START + rb"<pdf2xml[\s>]"), PDF_XML),
    # pdftotext -bbox, and the TSV of pdftotext and Tesseract.
    (re.compile(rb"(?s)\s*<!DOCTYPE html [^>]*>\s*<html[\s>].{1,4000}<doc>\s*<page width="), WORD_BOXES),
    (
        re.compile(rb"\s*level\tpage_num\t\w+\t\w+\tline_num\tword_num\tleft\ttop\twidth\theight\t"),
        WORD_BOXES,
    ),
    # Headers of a mail, as Internet Explorer and Word write them above the parts of a saved page.
    (
        re.compile(
            rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)*?(?:Content-Type:\s*multipart/|MIME-Version:\s*1)",
            re.IGNORECASE,
        ),
        MHT,
    ),
    # An object or a list of objects or strings; also as the argument of a function (JSONP).
    (
        re.compile(
            rb"\s*(?:[\w$.]{1,60}\s*\(\s*)?(?:\{\s*\"[^\"\n]{0,80}\"\s*:|\[\s*\{\s*\"|\[\s*\"|\"\s*<)"
        ),
        JSON,
    ),
)
_CONTROL_CHARACTERS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))


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
    if declared_type == HTML or _HTML_FRAGMENT.match(_plain_head(head)):
        return HTML
    return _TYPE_BY_DECLARED.get(declared_type) or (CSV if _has_delimited_rows(data) else PLAIN)


def _has_delimited_rows(data: bytes) -> bool:
    """Return whether some consecutive lines have the same number of short values with commas between them."""
    # Latin-1 keeps every byte; a comma is never part of a longer character in UTF-8, GBK or Big5.
    lines = data[:_DELIMITED_SNIFF_BYTES].decode("latin-1").splitlines()
    run = 0
    try:
        for previous, row in pairwise(csv.reader(lines)):
            is_like_previous = len(row) == len(previous) >= _MIN_DELIMITED_COLUMNS
            run = run + 1 if is_like_previous and max(map(len, row)) <= _MAX_DELIMITED_VALUE_BYTES else 0
            if run >= _MIN_DELIMITED_ROWS:
                return True
    except csv.Error:
        return False
    return False


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
    return _type_of_text(data[:_XML_HEAD_BYTES]) if _is_text(head) else ""


def _type_of_text(head: bytes) -> str:
    """Return the type of a text format, `HTML` if there are tags of a page, empty if it is any other text."""
    plain = _plain_head(head)
    detected = next((kind for pattern, kind in _TEXT_FORMATS if pattern.match(plain)), "")
    return detected or (HTML if _HTML_PAGE.search(plain, 0, SNIFF_BYTES) else "")


def _type_from_zip_members(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            known = next((kind for part, kind in _TYPE_BY_ZIP_MEMBER if part in names), "")
            return _stated_type(archive, names) or known or _main_part_type(archive, names) or ZIP
    except (*ZIP_ERRORS, ValueError):
        return ""


def _stated_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the type that an OpenDocument package or a book states in its member `mimetype`, else empty."""
    declared = _read_small_part(archive, "mimetype") if "mimetype" in names else b""
    return next((kind for kind in _STATED_TYPES if declared.startswith(kind.encode())), "")


def _main_part_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Return the type of an Office package whose main part has an unusual name, empty for other archives."""
    types = _read_small_part(archive, _CONTENT_TYPES_PART) if _CONTENT_TYPES_PART in names else b""
    return next((kind for pattern, kind in _MAIN_PART_TYPES if pattern.search(types)), "")


def _read_small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as stream:
            return stream.read(_MAX_SMALL_PART_BYTES)
    except (RuntimeError, EOFError, zlib.error):
        return b""


def _plain_head(head: bytes) -> bytes:
    """Return `head` without a byte order mark and the zero bytes of UTF-16, so that tags can be found."""
    if _is_utf16(head):
        return head.removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE).replace(b"\0", b"")
    return head.removeprefix(codecs.BOM_UTF8)


def _is_utf16(head: bytes) -> bool:
    return head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or detect_utf16(head) != ""


def _is_text(head: bytes) -> bool:
    # Deleting them takes a fifth of the time of a search for a pattern.
    return len(head.translate(None, _CONTROL_CHARACTERS)) == len(head) or _is_utf16(head)


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
