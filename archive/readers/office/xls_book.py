"""Opens xls files (Excel 95 to 2003) with xlrd, without the records that can take any time or memory."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

import olefile
from xlrd import biffh
from xlrd.book import Book

from archive.model import TooCostly
from archive.readers.office.number_formats import MAX_CODE_CHARACTERS

_STREAM_NAMES = ("Workbook", "Book")
_BYTES_OF_DIRECTORY_ENTRY = 128
_MAX_DIRECTORY_ENTRIES = 4096
# Of all sheets together; those of a hostile file may begin in each other.
_MAX_CELLS = 500_000
_BYTES_OF_SHORT_NUMBER = 6
_CELLS_OF_STYLE = 60
_MAX_FORMAT_BYTES = 5 + 2 * MAX_CODE_CHARACTERS
_LAST_OLD_VERSION = 45
# Shared texts, defined names and links are left out: a few bytes of them can stand for any number.
_READ_KINDS = frozenset(
    {biffh.XL_EOF, biffh.XL_FILEPASS, biffh.XL_CODEPAGE, biffh.XL_BOUNDSHEET, biffh.XL_FORMAT, biffh.XL_XF}
    | {biffh.XL_ROW, biffh.XL_COLINFO, biffh.XL_NUMBER, biffh.XL_RK, biffh.XL_MULRK, biffh.XL_BOOLERR}
    | {biffh.XL_LABEL, biffh.XL_STRING, biffh.XL_CONTINUE, *biffh.bofcodes, *biffh.XL_FORMULA_OPCODES}
    | {biffh.XL_SHRFMLA, biffh.XL_ARRAY, biffh.XL_TABLEOP}
)
_TEXT_KINDS = (biffh.XL_LABEL, biffh.XL_LABELSST, biffh.XL_RSTRING)
_IGNORED_KIND = 0xFFFF
_BYTES_OF_ADDRESS, _NO_TEXT = 6, bytes(3)

DAMAGE_ERRORS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError),
    *(TypeError, ValueError, struct.error, biffh.XLRDError),
)
"""What xlrd and olefile raise where a damaged or encrypted file breaks their assumptions."""


def open_xls(data: bytes) -> Book:
    """Return the book of an xls file, with formats and sheets, but without the texts of its cells.

    Raises one of `DAMAGE_ERRORS` if it cannot be read, `TooCostly` if it has too many cells.
    """
    with _OleFile(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as container:
        name = next((name for name in _STREAM_NAMES if container.exists(name)), "")
        stream = container.openstream(name).read()
    return _LimitedBook(stream)


class _OleFile(olefile.OleFileIO):  # type: ignore[type-arg]
    """A container whose tables are no larger than its sectors ask for."""

    num_fat_sectors: int
    nb_sect: int
    sector_size: int
    fat: Sequence[int]

    def loadfat(self, header: bytes) -> None:
        # A list of sectors that is a ring would be read as often as the header says.
        if self.num_fat_sectors > 2 * self.nb_sect // (self.sector_size // 4) + 109:
            raise TooCostly("Excel 文件的分区表过大")
        super().loadfat(header)

    def loaddirectory(self, sect: int) -> None:
        # Each stream is compared with all others.
        entries, place = 0, sect
        while place < len(self.fat) and entries <= _MAX_DIRECTORY_ENTRIES:
            entries, place = entries + self.sector_size // _BYTES_OF_DIRECTORY_ENTRY, self.fat[place]
        if entries > _MAX_DIRECTORY_ENTRIES:
            raise TooCostly("Excel 文件的目录过大")
        super().loaddirectory(sect)


class _LimitedBook(Book):
    """A book that reads the records of formats, cells, rows and columns, up to a limit."""

    def __init__(self, stream: bytes) -> None:
        super().__init__()
        self._free = _MAX_CELLS
        self.biff2_8_load(
            file_contents=stream, logfile=_NoLog(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        self.biff_version = self.getbof(biffh.XL_WORKBOOK_GLOBALS) or 0
        if self.biff_version <= _LAST_OLD_VERSION:
            raise biffh.XLRDError("older than Excel 95")
        self.parse_globals()
        self._sheet_list = [None] * len(self.sheet_names())
        self.nsheets = len(self._sheet_list)

    def get_record_parts(self) -> tuple[int, int, bytes]:
        """Return kind, size and data of the next record. Raises `TooCostly` if there are too many."""
        kind, size, data = super().get_record_parts()
        self._free -= _cost_in_cells(kind, size)
        if self._free < 0:
            raise TooCostly("Excel 文件的单元格过多")
        if kind == biffh.XL_FORMAT and size > _MAX_FORMAT_BYTES:
            raise biffh.XLRDError("a number format is too long")
        if kind in _TEXT_KINDS:
            return biffh.XL_LABEL, size, data[:_BYTES_OF_ADDRESS] + _NO_TEXT
        return (kind if kind in _READ_KINDS else _IGNORED_KIND), size, data


def _cost_in_cells(kind: int, size: int) -> int:
    """Return about how many cells take as much time and memory as the record."""
    if kind == biffh.XL_MULRK:
        return max(1, size // _BYTES_OF_SHORT_NUMBER)
    return _CELLS_OF_STYLE if kind == biffh.XL_XF else 1


class _NoLog(io.TextIOBase):
    """Takes what xlrd notes on damaged files."""

    def write(self, text: str) -> int:
        return len(text)
