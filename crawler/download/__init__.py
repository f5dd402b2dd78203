"""Fetches pages over guarded HTTP or in a guarded browser."""
