"""Untrusted or parallel work in separate processes, with limits."""
