"""Reads PDF and OFD files: glyphs and strokes of each page become paragraphs and tables."""
