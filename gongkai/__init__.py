"""The command line; the only package that imports both the crawler and the archive."""
