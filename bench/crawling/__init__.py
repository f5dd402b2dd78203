"""Benchmarks of crawls: speed, politeness, many hosts, kills, discovery."""

from __future__ import annotations

from bench.crawling.killing import (
    SUFFIXES,
    KilledCrawl,
    crawl_due,
    crawl_with_kills,
    process_starter,
    random_kill_points,
    request_identity,
)

__all__ = [
    "SUFFIXES",
    "KilledCrawl",
    "crawl_due",
    "crawl_with_kills",
    "process_starter",
    "random_kill_points",
    "request_identity",
]
