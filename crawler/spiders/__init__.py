"""Scrapy spiders: `reports` crawls the reports of sources, `probe` looks at one portal."""

from __future__ import annotations

from crawler.spiders.probe import DEFAULT_MAX_PAGES, PROBE_MAX_CLICKS, ProbeSpider, last_robots_capture
from crawler.spiders.reports import ReportsSpider

__all__ = [
    "DEFAULT_MAX_PAGES",
    "PROBE_MAX_CLICKS",
    "ProbeSpider",
    "ReportsSpider",
    "last_robots_capture",
]
