"""Reads PDF files: their glyphs, lines and pictures, and what of them is seen."""

from __future__ import annotations

__all__ = []
