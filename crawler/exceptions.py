"""Exceptions that end a crawl or a command. They need no Scrapy, which takes long to import."""

from __future__ import annotations

from archive.model import ReportError

ARCHIVE_FAILED = "archive_failed"
"""Why a crawl was closed after `RecordingFailed`; Scrapy calls it the finish reason."""


class RateLimitStoreUnavailable(ReportError):
    """The store of host slots cannot be opened; without it no host is requested."""


class SettingRefused(ReportError):
    """A setting would switch off what protects portals or this machine; the crawl does not begin."""


class RecordingFailed(Exception):
    """The archive cannot be written (full disk, broken ledger), so the crawl is closed."""


class CrawlFailed(ReportError):
    """The crawl ended for a reason of ours, not of a portal."""


class SourceError(ReportError):
    """A registry entry is incomplete or wrong; the text names the file and the entry."""


class InvalidProxyRequest(Exception):
    """The bytes are no request that a browser sends to a proxy."""
