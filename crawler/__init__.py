"""Gets bytes from government portals, politely. Knows portals; knows nothing of forms."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.exceptions import ContactMissing, SourceError
    from crawler.guard import Guard
    from crawler.probe import probe_portal
    from crawler.registry import Source, load_sources
    from crawler.run import CrawlOptions, CrawlSummary, crawl

__all__ = [
    "ContactMissing",
    "CrawlOptions",
    "CrawlSummary",
    "Guard",
    "Source",
    "SourceError",
    "crawl",
    "load_sources",
    "probe_portal",
]

# Loaded when first used: Scrapy takes longer to import than most commands take to run.
_MODULES = {
    "ContactMissing": "crawler.exceptions",
    "CrawlOptions": "crawler.run",
    "CrawlSummary": "crawler.run",
    "Guard": "crawler.guard",
    "Source": "crawler.registry",
    "SourceError": "crawler.exceptions",
    "crawl": "crawler.run",
    "load_sources": "crawler.registry",
    "probe_portal": "crawler.probe",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
