"""Reads Word files and workbooks."""
