"""Files that leave the archive: metadata for Datasette, reference documents, JSON."""

from __future__ import annotations

from archive.exports.datasette_metadata import build_metadata
from archive.exports.report_json import report_to_json

__all__ = [
    "build_metadata",
    "report_to_json",
]
