"""Runs crawls and probes for the commands."""
