"""Files that leave the archive: metadata for Datasette, reference documents, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.model import lazy_exports

if TYPE_CHECKING:
    from archive.exports.datasette_metadata import build_metadata
    from archive.exports.report_json import report_to_json

__all__ = [
    "build_metadata",
    "report_to_json",
]

# Loaded when first used: the metadata needs the database, which `gongkai read` does not.
__getattr__ = lazy_exports(
    __name__,
    {
        "build_metadata": "archive.exports.datasette_metadata",
        "report_to_json": "archive.exports.report_json",
    },
)
