"""What may go wrong with material; every message is fit to show to a user."""

from __future__ import annotations


class ReportError(Exception):
    """Root of every error that gongkai raises about its material; its text is fit to show to a user."""


class UnreadableFile(ReportError):
    """The bytes are not what they claim to be: a docx that is no zip, a truncated PDF, an empty file.

    `state` is the state of the document in the published database; kinds of this error have their own.
    """

    state = "unreadable"


class NeedsOcr(UnreadableFile):
    """The file shows pictures of text: nothing is wrong with it, and only OCR could read it."""

    state = "needs_ocr"


class NeedsOffice(UnreadableFile):
    """A Word 97–2003 or WPS file, and LibreOffice, which reads those, is not installed."""

    state = "needs_office"


class NotSupported(UnreadableFile):
    """A kind of file that gongkai knows and does not read: rar, 7z."""

    state = "not_supported"


class TooCostly(UnreadableFile):
    """Reading took more time or memory than a document is given: a bomb, or a file out of all proportion."""

    state = "too_costly"


class NotAReport(ReportError):
    """The file could be read, and is not an annual report: fewer than three of the six sections."""


class FormError(ReportError):
    """A form file that does not say what a form must say."""


class DataFileError(Exception):
    """A TOML file of the project itself has a key that its type does not know, or lacks one: our error."""
