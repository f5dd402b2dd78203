"""WARC files: written, read by offset, scanned, and recovered after a crash."""
