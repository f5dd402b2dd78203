"""Reads one file into blocks in reading order; there is one module for each format."""

from __future__ import annotations

from archive.readers.read import read_document

__all__ = ["read_document"]
