"""Errors about files, reports and data files; their messages are Chinese and can be shown to users."""

from __future__ import annotations


class ReportError(Exception):
    """Root of all errors that gongkai raises about its material; the text can be shown to users."""


class UnreadableFile(ReportError):
    """The bytes are not what they claim to be: a docx that is no zip, a truncated PDF, an empty file.

    `state` is the state of the document in the published database; subclasses have their own. The message is
    stored there too, so it is always Chinese, whatever the language of the user.
    """

    state = "unreadable"


class NeedsOcr(UnreadableFile):
    """The file is intact but contains only images of text; only OCR could read it."""

    state = "needs_ocr"


class NeedsOffice(UnreadableFile):
    """A Word 97–2003 or WPS file while LibreOffice, which converts such files, is not installed."""

    state = "needs_office"


class NotSupported(UnreadableFile):
    """A kind of file that gongkai knows but does not read: rar, 7z."""

    state = "not_supported"


class TooCostly(UnreadableFile):
    """The file exceeds a limit on what it holds: bytes, pages, nodes, cells, characters; most are bombs.

    Such a limit is counted, not timed: the file is refused on every machine, so it is not read again.
    """

    state = "too_costly"


class NotReadYet(UnreadableFile):
    """Reading was stopped by a limit of this machine: processor time, memory, or a process that was lost.

    On another day the file may be readable, so each build tries it again.
    """

    state = "not_read_yet"


class ReaderError(UnreadableFile):
    """Reading the file ended in an error of this program; the next version of the parser reads it again."""

    state = "reader_error"

    @classmethod
    def from_exception(cls, error: Exception, parser_version: str) -> ReaderError:
        """Return the error of a document for an exception that nothing expected.

        Only the type is stated: the text of an exception may differ from one run to the next.
        """
        return cls(
            f"程序读这个文件时出错（{type(error).__name__}，解析版本 {parser_version}），下一版解析程序会重读"
        )


class NotAReport(ReportError):
    """The file is readable but not an annual report: fewer than three of the six sections, or a blank form.

    The message is stored in the published database, as that of `UnreadableFile`.
    """


class FormError(ReportError):
    """A form file is incomplete or contradicts itself."""


class DataFileError(Exception):
    """A TOML file of the project has an unknown, missing or badly typed key: an error of ours."""
