"""What may go wrong with material; every message is fit to show to a user."""

from __future__ import annotations


class ReportError(Exception):
    """Root of every error that gongkai raises about its material; its text is fit to show to a user."""


class UnreadableFile(ReportError):
    """The bytes are not what they claim to be: a docx that is no zip, a truncated PDF, an empty file."""


class NotAReport(ReportError):
    """The file could be read, and is not an annual report: fewer than three of the six sections."""


class UnknownForm(ReportError):
    """A form file that does not say what a form must say."""
