"""CSV as Datasette streams it, made fit for spreadsheets: a byte order mark, no cell that is a formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

# Excel and WPS read a CSV without this mark as GBK.
BOM = "\ufeff"
_FLUSH_CHARACTERS = 32 * 1024
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_PATTERN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?")
# Where no cell can begin with such a character the record need not be parsed.
_FORMULA_CELL_PATTERN = re.compile(r'(?:^|[,"])[=+\-@\t\r]')
# A section of a report may be longer than the 128 KB that Python's reader takes for one cell.
csv.field_size_limit(2**31 - 1)


def escape_formula(cell: str) -> str:
    """`cell`, with `'` before it where a spreadsheet would run it as a formula; numbers stay numbers."""
    if cell.startswith(_FORMULA_PREFIXES) and not _NUMBER_PATTERN.fullmatch(cell):
        return "'" + cell
    return cell


class CsvSanitizer:
    """Rewrites a CSV stream record by record, however its chunks are cut."""

    def __init__(self, bom: bool) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._pending_lines: list[str] = []
        self._in_quotes = False
        self._output = [BOM] if bom else []
        self._size = 0

    def feed(self, chunk: bytes) -> bytes:
        """What can be sent on after `chunk`: whole records only, often nothing yet."""
        for record in self._records(self._decoder.decode(chunk)):
            safe = _sanitize_record(record)
            self._output.append(safe)
            self._size += len(safe)
        return self.flush() if self._size >= _FLUSH_CHARACTERS else b""

    @property
    def incomplete_tail(self) -> str:
        """What stands behind the last whole record; at the end of a good stream, nothing.

        Datasette ends every record with CR LF, but writes the message of an error in mid-stream as bare
        text behind the last record, with status 200.
        """
        return "".join(self._pending_lines)

    def flush(self) -> bytes:
        """Whole records that were held back."""
        data = "".join(self._output).encode()
        self._output, self._size = [], 0
        return data

    def _records(self, text: str) -> Iterator[str]:
        for line in _split_lines(text):
            self._pending_lines.append(line)
            self._in_quotes ^= line.count('"') % 2 == 1
            if line.endswith("\n") and not self._in_quotes:
                yield "".join(self._pending_lines)
                self._pending_lines = []


def _split_lines(text: str) -> Iterable[str]:
    """Lines that end with LF alone: `str.splitlines` also cuts at U+2028, form feeds and bare CR."""
    return io.StringIO(text, newline="\n")


def _sanitize_record(record: str) -> str:
    """`record` with every dangerous cell made neutral; untouched, byte for byte, where there is none."""
    if not _FORMULA_CELL_PATTERN.search(record):
        return record
    cells = next(csv.reader(io.StringIO(record, newline="")))
    safe = [escape_formula(cell) for cell in cells]
    if safe == cells:
        return record
    out = io.StringIO(newline="")
    csv.writer(out).writerow(safe)
    return out.getvalue()
