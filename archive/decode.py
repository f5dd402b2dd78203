"""What kind of file some bytes are, and what text they hold. Bytes decide; names and headers only help."""

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
BINARY = "application/octet-stream"

_HEAD = 4096
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
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", DOCX),
    ("OFD.xml", OFD),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
# A file that carries one of these names and none of the signs of another format is a broken one of its
# kind: its reader can say so better than "unknown file".
_BY_NAME = {".docx": DOCX, ".pdf": PDF, ".ofd": OFD, ".md": MARKDOWN, ".markdown": MARKDOWN}
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>/]", re.IGNORECASE)
# A piece of a page is HTML only when it opens with a tag, and is not called Markdown, which has tags too.
_PIECE = re.compile(
    rb"\s*<(?:meta|title|div|table|p|span|script|style|link|h[1-6]|ul|a|font|center)[\s>/]", re.IGNORECASE
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Servers announce these by default; no Chinese page is written in them, and every byte is legal in them.
_MEANINGLESS = {"iso8859-1", "cp1252", "ascii"}
# How many sound characters beyond ASCII stand beside one broken byte in text that is UTF-8 after all.
_BROKEN = 20
_EVERYDAY = re.compile("[的一是在有年月日政府信息公开工作情况无为本和不申请数量件機構開資訊報務會]")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def media_type(data: bytes, name: str = "", declared: str = "") -> str:
    """The media type of `data`: by its first bytes, else by `name`, else `declared`, else unknown binary."""
    head = data[:_HEAD]
    certain = _by_magic(data, head)
    if certain:
        return certain
    suffix = PurePosixPath(name.lower()).suffix
    if suffix in (".docx", ".pdf", ".ofd"):
        return _BY_NAME[suffix]
    if not _is_text(head):
        return BINARY
    if suffix in _BY_NAME:
        return _BY_NAME[suffix]
    claimed = declared.partition(";")[0].strip().lower()
    if claimed == HTML or _PIECE.match(_ascii(head)):
        return HTML
    return MARKDOWN if claimed == MARKDOWN else PLAIN


def _by_magic(data: bytes, head: bytes) -> str:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if head.startswith(_OLE):
        return DOC if "WordDocument".encode("utf-16-le") in data else "application/x-ole-storage"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return HTML if _is_text(head) and _PAGE.search(_ascii(head)) else ""


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    return next((kind for part, kind in _ZIPPED if part in names), ZIP)


def _ascii(head: bytes) -> bytes:
    """`head` with the zero bytes of UTF-16 taken out, so that tags can be seen."""
    return head.replace(b"\0", b"") if _is_wide(head) else head


def _is_wide(head: bytes) -> bool:
    return head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or _wide(head) != ""


def _is_text(head: bytes) -> bool:
    return not _CONTROL.search(head) or _is_wide(head)


def text_of(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data` and the encoding it was read with: BOM, valid UTF-8, header, meta, gb18030.

    `declared` is a charset or a whole Content-Type header. The encoding is marked `…+lossy` when no
    candidate fits every byte; the text then holds U+FFFD in their place. UTF-16 shows itself without a BOM.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lossy(data, (encoding,))
    wide = _wide(data[:_HEAD])
    if wide:
        return _lossy(data, (wide,))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # gb18030 gives nearly all bytes some meaning: UTF-8 with one byte cut would turn into other characters.
    if text.count("\ufffd") * _BROKEN <= sum(char > "\x7f" for char in text):
        return text, "utf-8+lossy"
    return _legacy(data, tuple(dict.fromkeys((*_claims(data, declared), "gb18030"))))


def _legacy(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """The reading of old bytes that makes most sense among those that fit, the earlier winning a tie."""
    readings: list[tuple[str, str]] = []
    for encoding in encodings:
        try:
            readings.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    if not readings:
        return _lossy(data, ("utf-8", *encodings))
    return readings[0] if len(readings) == 1 else max(readings, key=lambda reading: _sense(reading[0]))


def _sense(text: str) -> float:
    """The share of everyday characters: Big5 read as gb18030, or the other way, has next to none."""
    return len(_EVERYDAY.findall(text)) / max(1, len(text))


def _wide(head: bytes) -> str:
    """The kind of UTF-16 that `head` is in, told by where its zero bytes stand; "" when in none.

    Digits, tags and line ends have one zero byte each, always on the same side; other text has none. A few
    stray zero bytes in other text are no sign.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if (even and odd) or (even + odd) * 40 < len(head):
        return ""
    encoding = "utf-16-be" if even else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    if not text:
        return ""
    printed = sum(char in "\t\r\n" or " " <= char <= "~" or "\u2000" <= char <= "\u9fff" for char in text)
    printed += sum("\uff00" <= char <= "\uffef" or char == "\xa0" for char in text)
    return encoding if printed * 20 >= len(text) * 19 else ""


def _claims(data: bytes, declared: str) -> list[str]:
    header = _CHARSET.search(declared)
    stated = [header.group(1) if header else declared]
    meta = _META.search(data[:_HEAD])
    if meta:
        stated.append(meta.group(1).decode("ascii", "replace"))
    return [name for name in map(_codec, stated) if name]


def _codec(stated: str) -> str:
    """Python's name for a charset as pages state it; "" for an unknown or a meaningless one."""
    try:
        name = codecs.lookup(stated.strip()).name
    except (LookupError, ValueError):
        return ""
    return "" if name in _MEANINGLESS else _SUPERSETS.get(name, name)


def _lossy(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """The reading with the fewest characters lost, the earlier encoding winning a tie."""
    readings = [(data.decode(encoding, "replace"), encoding) for encoding in encodings]
    text, encoding = min(readings, key=lambda reading: reading[0].count("\ufffd"))
    return text, f"{encoding}+lossy" if "\ufffd" in text else encoding
