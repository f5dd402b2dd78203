"""Scrapy downloader middlewares."""

from __future__ import annotations

from crawler.middlewares.failure_lines import FailureLineMiddleware
from crawler.middlewares.recording import RecordingMiddleware

__all__ = [
    "FailureLineMiddleware",
    "RecordingMiddleware",
]
