"""Serves the sample portals over HTTP."""
