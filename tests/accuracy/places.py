"""The position of each figure in the bytes of a document, to compare damage with the figures read.

A report is rendered again with marks from Unicode's private area around every value; removing them
gives the document and the positions. In a docx these are positions in `word/document.xml`.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace

from samples.renderers.formats import FORMATS
from samples.reports.figures import Key
from samples.reports.report import SampleReport

_FIRST_MARK, _END_MARK = 0xE000, "\uf8ff"
_MARK_PATTERN = re.compile("([\ue000-\uf8fe])|\uf8ff")
_DOCX_PART = "word/document.xml"
# Formats in which the bytes of a file are not its text: digits are separated, or compressed.
UNLOCATABLE_FORMATS = ("html_letters", "html_framed", "pdf", "pdf_narrow", "ofd", "xlsx", "zip")


@dataclass(frozen=True)
class LocatedDocument:
    """A document's bytes that may be damaged, and the start and end of each value in them."""

    format: str
    file_bytes: bytes
    data: bytes
    value_spans: dict[Key, tuple[int, int]]

    def cell_span(self, key: Key) -> tuple[int, int]:
        """Return start and end of a figure's cell, with its own tags in markup, else with its separators."""
        start, end = self.value_spans[key]
        if self.format.startswith("html"):
            return self.data.rfind(b"<t", 0, start), _first_after(self.data, (b"<t", b"</t"), end)
        if self.format == "docx":
            return self.data.rfind(b"<w:tc>", 0, start), self.data.find(b"</w:tc>", end)
        return max(0, start - 3), end + 3

    def with_data(self, data: bytes) -> bytes:
        """Return the file with other bytes in place of `data`."""
        return _replace_part(self.file_bytes, data) if self.format == "docx" else data


def locate_values(report: SampleReport, format_name: str) -> LocatedDocument:
    """Render the report in a format; values are located only where the bytes of the format are text."""
    render = FORMATS[format_name].render
    original = render(report)
    if format_name in UNLOCATABLE_FORMATS:
        return LocatedDocument(format_name, original, original, {})
    keys = list(report.cells)
    cells = {
        key: replace(
            report.cells[key], text=f"{chr(_FIRST_MARK + number)}{report.cells[key].text}{_END_MARK}"
        )
        for number, key in enumerate(keys)
    }
    marked = render(replace(report, cells=cells))
    text = (_read_part(marked) if format_name == "docx" else marked).decode()
    data, places = _strip_marks(text, keys)
    return LocatedDocument(format_name, original, data, places)


def _first_after(data: bytes, marks: tuple[bytes, ...], start: int) -> int:
    """Return the position of the first of `marks` after a position."""
    return min(place for mark in marks if (place := data.find(mark, start)) >= 0)


def _strip_marks(text: str, keys: list[Key]) -> tuple[bytes, dict[Key, tuple[int, int]]]:
    data = bytearray()
    places: dict[Key, tuple[int, int]] = {}
    last = start = 0
    for match in _MARK_PATTERN.finditer(text):
        data += text[last : match.start()].encode()
        last = match.end()
        if match[1]:
            opened, start = keys[ord(match[1]) - _FIRST_MARK], len(data)
        else:
            places[opened] = (start, len(data))
    return bytes(data + text[last:].encode()), places


def _read_part(docx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(_DOCX_PART)


def _replace_part(docx: bytes, part: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, part if entry.filename == _DOCX_PART else old.read(entry))
    return written.getvalue()
