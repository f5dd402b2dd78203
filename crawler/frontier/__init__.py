"""Decides which request comes next, and tracks each source during a run."""
