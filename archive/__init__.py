"""Keeps and reads bytes: WARC files, readers, forms, checks, the published database. Never fetches."""
