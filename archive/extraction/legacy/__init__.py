"""Reads reports for the years before 2019 and their statistics table."""

from __future__ import annotations

from archive.extraction.legacy.detect import detect_legacy
from archive.extraction.legacy.labels import plain_label

__all__ = [
    "detect_legacy",
    "plain_label",
]
