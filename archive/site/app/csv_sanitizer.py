"""Makes streamed CSV safe for spreadsheets: adds a byte order mark and escapes formulas."""

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
# A record without a match has no cell that starts with such a character, and need not be parsed.
_FORMULA_CELL_PATTERN = re.compile(r'(?:^|[,"])[=+\-@\t\r]')
# A section of a report may be longer than 128 KB, the limit of Python's reader for one cell.
csv.field_size_limit(2**31 - 1)


def escape_formula(cell: str) -> str:
    """Prefix `cell` with `'` if a spreadsheet would run it as a formula; numbers are unchanged."""
    if cell.startswith(_FORMULA_PREFIXES) and not _NUMBER_PATTERN.fullmatch(cell):
        return "'" + cell
    return cell


class CsvSanitizer:
    """Rewrites a CSV stream record by record; chunks may end anywhere."""

    def __init__(self, bom: bool) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._pending_lines: list[str] = []
        self._in_quotes = False
        self._output = [BOM] if bom else []
        self._size = 0

    def feed(self, chunk: bytes) -> bytes:
        """Take `chunk` and return complete records that can be sent now, often none."""
        for record in self._records(self._decoder.decode(chunk)):
            safe_record = _sanitize_record(record)
            self._output.append(safe_record)
            self._size += len(safe_record)
        return self.flush() if self._size >= _FLUSH_CHARACTERS else b""

    @property
    def incomplete_tail(self) -> str:
        """Text after the last complete record; empty at the end of a good stream.

        Datasette ends every record with CR LF. If an error occurs during the stream, it writes the message
        as bare text after the last record, with status 200.
        """
        return "".join(self._pending_lines)

    def flush(self) -> bytes:
        """The complete records that are still buffered."""
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
    """Split only after LF: `str.splitlines` also splits at U+2028, form feeds and bare CR."""
    return io.StringIO(text, newline="\n")


def _sanitize_record(record: str) -> str:
    """Escape the formulas of `record`; a record without formulas stays the same byte for byte."""
    if not _FORMULA_CELL_PATTERN.search(record):
        return record
    cells = next(csv.reader(io.StringIO(record, newline="")))
    safe_cells = [escape_formula(cell) for cell in cells]
    if safe_cells == cells:
        return record
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(safe_cells)
    return buffer.getvalue()
