"""Word files and workbooks to blocks."""
