"""Fetches pages over guarded HTTP or in a guarded browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports

if TYPE_CHECKING:
    from crawler.download.chromium import can_use_sandbox, find_chromium
    from crawler.download.list_walker import click_through, is_cut_off, read_article

__all__ = [
    "can_use_sandbox",
    "click_through",
    "find_chromium",
    "is_cut_off",
    "read_article",
]

# Loaded when first used: `status` asks for the sandbox and needs no Scrapy.
__getattr__ = lazy_exports(
    __name__,
    {
        "can_use_sandbox": "crawler.download.chromium",
        "click_through": "crawler.download.list_walker",
        "find_chromium": "crawler.download.chromium",
        "is_cut_off": "crawler.download.list_walker",
        "read_article": "crawler.download.list_walker",
    },
)
