"""PDF and OFD pages to blocks, from glyphs and strokes."""
