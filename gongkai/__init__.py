"""The front door: the command line, and the only package that sees both the crawler and the archive."""
