"""Turns responses and errors into archived WARC records."""
