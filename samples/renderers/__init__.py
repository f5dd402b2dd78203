"""Printing a sample report: one file a format."""

from __future__ import annotations

from collections.abc import Callable

from samples.report import SampleReport

RENDERERS: dict[str, Callable[[SampleReport], bytes]] = {}
