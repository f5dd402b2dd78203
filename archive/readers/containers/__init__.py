"""Finds reports inside of other texts: saved pages (MHT), frames, scripts, JSON, attributes, escaped HTML."""

from __future__ import annotations

from archive.readers.containers.choice import prefer_hidden_report, read_book, read_saved_page

__all__ = ["prefer_hidden_report", "read_book", "read_saved_page"]
