"""Scrapy downloader middlewares."""

from __future__ import annotations

from crawler.middlewares.recording import RecordingMiddleware

__all__ = [
    "RecordingMiddleware",
]
