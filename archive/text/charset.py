"""Decodes text: finds the character encoding of a file from its bytes, its headers and its markup."""

from __future__ import annotations

import codecs
import re

from archive.text.media_types import SNIFF_BYTES, detect_utf16

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_CHARSET_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Servers announce these by default; no Chinese page uses them, and every byte is valid in them.
# The others turn text into something else; no page is written in them.
_IGNORED_CHARSETS = {
    "iso8859-1",
    "cp1252",
    "ascii",
    "idna",
    "punycode",
    "utf-7",
    "unicode-escape",
    "raw-unicode-escape",
}
# Text is taken for damaged UTF-8 if it has at least this many non-ASCII characters for each broken byte.
_MIN_VALID_CHARS_PER_BROKEN_BYTE = 20
_COMMON_CHARACTER = re.compile("[的一是在有年月日政府信息公开工作情况无为本和不申请数量件機構開資訊報務會]")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def decode_text(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of `data` and the encoding that was used.

    The order of preference is: BOM, UTF-16 without BOM, valid UTF-8, header, meta tag, gb18030. `declared` is
    a charset or a whole Content-Type header. If no candidate fits every byte, the encoding ends in `+lossy`
    and the text has U+FFFD for the lost bytes.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_lossy(data, (encoding,))
    utf16 = detect_utf16(data[:SNIFF_BYTES])
    if utf16:
        return _decode_lossy(data, (utf16,))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # gb18030 accepts nearly all bytes: UTF-8 with one missing byte would decode to wrong characters.
    if text.count("\ufffd") * _MIN_VALID_CHARS_PER_BROKEN_BYTE <= sum(char > "\x7f" for char in text):
        return text, "utf-8+lossy"
    return _decode_legacy(data, tuple(dict.fromkeys((*_stated_codecs(data, declared), "gb18030"))))


def stated_encoding(data: bytes, declared: str = "") -> str:
    """Return the encoding that the header or the markup of a page states, `utf-8` if neither does."""
    return next(iter(_stated_codecs(data, declared)), "utf-8")


def _decode_legacy(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """Return the most plausible of the decodings that fit; the earlier encoding wins a tie."""
    readings: list[tuple[str, str]] = []
    for encoding in encodings:
        try:
            readings.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue
    if not readings:
        return _decode_lossy(data, ("utf-8", *encodings))
    return (
        readings[0]
        if len(readings) == 1
        else max(readings, key=lambda reading: _common_character_share(reading[0]))
    )


def _common_character_share(text: str) -> float:
    """Return the share of everyday characters; Big5 read as gb18030, or the reverse, has almost none."""
    return len(_COMMON_CHARACTER.findall(text)) / max(1, len(text))


def _stated_codecs(data: bytes, declared: str) -> list[str]:
    header = _CHARSET_PARAMETER.search(declared)
    charsets = [header.group(1) if header else declared]
    meta = _META_CHARSET.search(data[:SNIFF_BYTES])
    if meta:
        charsets.append(meta.group(1).decode("ascii", "replace"))
    return [name for name in map(_codec_name, charsets) if name]


def _codec_name(charset: str) -> str:
    """Return Python's name of a charset as pages state it, empty if it is unknown or means nothing."""
    try:
        name = codecs.lookup(charset.strip()).name
        # Python has codecs that are no charset, such as hex, rot13 and zlib: `str.encode` refuses them.
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    return "" if name in _IGNORED_CHARSETS else _SUPERSETS.get(name, name)


def _decode_lossy(data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    """Return the decoding that loses the fewest characters; the earlier encoding wins a tie."""
    readings = [(data.decode(encoding, "replace"), encoding) for encoding in encodings]
    text, encoding = min(readings, key=lambda reading: reading[0].count("\ufffd"))
    return text, f"{encoding}+lossy" if "\ufffd" in text else encoding
