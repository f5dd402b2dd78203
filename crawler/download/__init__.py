"""Fetches pages over guarded HTTP or in a guarded browser."""

from __future__ import annotations

from crawler.download.browser_launcher import find_chromium
from crawler.download.list_walker import click_through, is_cut_off, read_article

__all__ = [
    "click_through",
    "find_chromium",
    "is_cut_off",
    "read_article",
]
