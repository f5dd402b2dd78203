"""Reads files that state the place of each text, without lines: exports of PDF as HTML or XML, later OCR."""

from __future__ import annotations

__all__ = []
